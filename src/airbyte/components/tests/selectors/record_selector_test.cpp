#include "levada/airbyte/components/record_selector.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/stream.h"

namespace levada::airbyte {
namespace {

struct Fixture : testing::ComponentFixture {
    std::string selected(const std::string& more, std::string body) {
        const auto selector =
            make<RecordSelector>("type: RecordSelector\nextractor: {type: DpathExtractor, field_path: [d]}\n" + more);
        if (!selector.has_value()) {
            return "error: " + selector.error().message();
        }
        HttpResponse answer;
        answer.body = std::move(body);
        Response response(std::move(answer));
        RecordPage page;
        RequestScope scope;
        const Result<void> done = (*selector)->select(response, scope, page);
        received = response.extracted_count;
        std::string all;
        for (const std::string_view record : page.records()) {
            all += std::string(record) + ";";
        }
        return all + (done.has_value() ? "" : "error");
    }
    void add_transformation(const char* text) {
        context.parts.transformations.push_back(make<Transformation>(text).value());
    }
    void set_schema(const char* schema) {
        context.schema_loader =
            make<SchemaLoader>(std::string("type: InlineSchemaLoader\nschema: ") + schema + "\n").value();
    }
    std::int64_t received = 0;
};

constexpr const char* kBody = R"({"d":[{"a":1},{"a":2},{"a":3}]})";

TEST(RecordSelector, Filters) {
    Fixture f;
    EXPECT_EQ(f.selected("record_filter: {type: RecordFilter, condition: \"{{ record.a > 1 }}\"}\n", kBody),
              R"({"a":2};{"a":3};)");
    EXPECT_EQ(f.received, 3) << "filtered records count as received";
    EXPECT_EQ(f.selected("record_filter: {type: RecordFilter}\n", kBody), "") << "no condition is a false one";
    EXPECT_TRUE(
        f.selected("record_filter: {type: CustomRecordFilter, class_name: a.B}\n", kBody).starts_with("error: "));
}

TEST(RecordSelector, OrderOfFilterAndTransformations) {
    Fixture f;
    f.add_transformation("type: AddFields\nfields: [{path: [b], value: \"{{ record.a * 2 }}\"}]\n");
    const std::string filter = "record_filter: {type: RecordFilter, condition: \"{{ record.b == 4 }}\"}\n";
    EXPECT_EQ(f.selected(filter, kBody), "");
    EXPECT_EQ(f.selected(filter + "transform_before_filtering: true\n", kBody), R"({"a":2,"b":4};)");
}

TEST(RecordSelector, RecordsBeforeAFailureStay) {
    Fixture f;
    f.add_transformation("type: AddFields\nfields: [{path: [b], value: \"{{ record.o.x }}\"}]\n");
    EXPECT_EQ(f.selected("", R"({"d":[{"o":{"x":1}},{"a":1},{"o":{}}]})"), R"({"o":{"x":1},"b":1};error)");
}

TEST(RecordSelector, Schema) {
    Fixture f;
    f.set_schema("{properties: {a: {type: string}}}");
    EXPECT_EQ(f.selected("schema_normalization: Default\n", kBody), R"({"a":"1"};{"a":"2"};{"a":"3"};)");
    EXPECT_EQ(f.selected("schema_normalization: None\n", kBody), R"({"a":1};{"a":2};{"a":3};)");
    EXPECT_EQ(f.selected("", R"({"d":[{"a":1},5]})"), R"({"a":1};error)") << "with a schema a record must be a mapping";
    f.set_schema("{}");
    EXPECT_EQ(f.selected("", R"({"d":[5]})"), "5;");
}

}  // namespace
}  // namespace levada::airbyte
