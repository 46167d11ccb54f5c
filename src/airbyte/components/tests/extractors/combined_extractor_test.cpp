#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/decoder.h"
#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {
namespace {

std::string combined(const std::string& more, std::string body) {
    testing::ComponentFixture f;
    const auto extractor = f.make<Extractor>(
        "type: CombinedExtractor\nextractors:\n- {type: DpathExtractor, field_path: [a]}\n- {type: DpathExtractor, "
        "field_path: [b]}\n" +
        more);
    HttpResponse http;
    http.body = std::move(body);
    Response response(std::move(http));
    RecordPage page;
    EXPECT_TRUE((*extractor)->extract(response, page).has_value());
    std::string all;
    for (const std::string_view record : page.records()) {
        all += std::string(record) + ";";
    }
    return all + std::to_string(page.dropped_count);
}

TEST(CombinedExtractor, Modes) {
    EXPECT_EQ(combined("", R"({"a":[{"x":1}],"b":[{"x":2}]})"), R"({"x":1};{"x":2};0)");
    EXPECT_EQ(combined("mode: first_match\n", R"({"a":[{"x":1}],"b":[{"x":2}]})"), R"({"x":1};0)");
    EXPECT_EQ(combined("mode: first_match\n", R"({"a":[],"b":[{"x":2}]})"), R"({"x":2};0)");
    EXPECT_EQ(combined("skip_empty_records: true\n", R"({"a":[null,{"x":1}],"b":[{}]})"), R"({"x":1};2)");
    EXPECT_EQ(combined("mode: first_match\nskip_empty_records: true\n", R"({"a":[null],"b":[{"x":2},null]})"),
              R"({"x":2};1)");
}

TEST(CombinedExtractor, AStreamIsReadOnce) {
    testing::ComponentFixture f;
    const std::shared_ptr<Decoder> decoder = f.make<Decoder>("type: JsonlDecoder\n").value();
    f.context.decoder = decoder;
    const auto made =
        f.make<Extractor>("type: CombinedExtractor\nextractors:\n- {type: DpathExtractor, field_path: [a]}\n");
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(failure_type_of(made.error()), FailureType::config_error);
}

TEST(CombinedExtractor, NeedsAnExtractor) {
    testing::ComponentFixture f;
    EXPECT_FALSE(f.make<Extractor>("type: CombinedExtractor\nextractors: []\n").has_value());
}

}  // namespace
}  // namespace levada::airbyte
