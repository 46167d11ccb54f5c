#include "schema_file.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/stream.h"
#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::airbyte {
namespace {

class FixedSchema final : public SchemaLoader {
public:
    explicit FixedSchema(std::string_view json) : schema_(parse_json(json).value()) {}
    Result<Json> schema() override {
        ++calls;
        return schema_;
    }
    int calls = 0;

private:
    Json schema_;
};

TEST(SchemaFile, ReadsBesideTheManifest) {
    const levada::testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(
                    folder.path() / "items.json",
                    R"({"properties":{"a":{"$ref":"#/definitions/t"}},"definitions":{"t":{"type":"string"}}})")
                    .has_value());
    ASSERT_TRUE(write_file_atomically(folder.path() / "broken.json", "{").has_value());
    testing::ComponentFixture f;
    f.source.manifest_file = (folder.path() / "manifest.yaml").string();
    const auto schema = read_schema_file("./source_x/items.json", f.context);
    ASSERT_TRUE(schema.has_value()) << schema.error().to_string();
    EXPECT_EQ(schema->find_path({"properties", "a", "type"})->as_string(), "string");
    EXPECT_EQ(read_schema_file("./nope.json", f.context).error().code(), ErrorCode::not_found);
    EXPECT_FALSE(read_schema_file("./broken.json", f.context).has_value());
    EXPECT_EQ(make_default_schema_loader("nope", f.context)->schema()->dump(), "{}");
    EXPECT_NE(make_default_schema_loader("items", f.context)->schema()->find("properties"), nullptr);
}

TEST(SchemaFile, CompositeAndCaching) {
    const auto first = std::make_shared<FixedSchema>(R"({"properties":{"a":1,"b":1}})");
    const auto second = std::make_shared<FixedSchema>(R"({"properties":{"b":2,"c":2}})");
    const auto both = make_composite_schema_loader({first, second});
    EXPECT_EQ(both->schema()->find("properties")->dump(), R"({"b":1,"c":2,"a":1})");
    const auto cached = make_caching_schema_loader(first);
    const int before = first->calls;
    ASSERT_TRUE(cached->schema().has_value());
    ASSERT_TRUE(cached->schema().has_value());
    EXPECT_EQ(first->calls, before + 1);
    EXPECT_FALSE(make_composite_schema_loader({std::make_shared<FixedSchema>("{}")})->schema().has_value());
}

}  // namespace
}  // namespace levada::airbyte
