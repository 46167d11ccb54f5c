#include "query_properties.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {
namespace {

std::string chunks(const std::string& text, Json catalog = Json()) {
    testing::ComponentFixture f;
    f.source.catalog = std::move(catalog);
    f.context.stream = "items";
    const Json node = testing::yaml("type: QueryProperties\nproperty_list: [aa, bb, cc]\n" + text);
    const auto properties = QueryProperties::make(node, f.context);
    std::string all;
    const auto made = (*properties)->chunks();
    for (const auto& chunk : *made) {
        for (const std::string& name : chunk) {
            all += name + " ";
        }
        all += "| ";
    }
    return all;
}

TEST(QueryProperties, Chunks) {
    EXPECT_EQ(chunks(""), "aa bb cc | ");
    EXPECT_EQ(chunks("always_include_properties: [id]\n"), "id aa bb cc | ");
    EXPECT_EQ(chunks("property_chunking: {property_limit_type: property_count, property_limit: 2}\n"), "aa bb | cc | ");
    EXPECT_EQ(chunks("property_chunking: {property_limit_type: characters, property_limit: 10}\n"), "aa bb | cc | ");
    EXPECT_EQ(chunks("always_include_properties: [id]\nproperty_chunking: {property_limit_type: property_count, "
                     "property_limit: 1}\n"),
              "id aa | id bb | id cc | ");
    const Json catalog = testing::yaml("streams: [{stream: {name: items, json_schema: {properties: {bb: {}}}}}]\n");
    EXPECT_EQ(chunks("property_selector: {type: JsonSchemaPropertySelector}\n", catalog), "bb | ");
}

TEST(QueryProperties, MergeKeys) {
    testing::ComponentFixture f;
    const Json node = testing::yaml(
        "property_list: [a]\nproperty_chunking: {property_limit_type: property_count, record_merge_strategy: {key: [x, "
        "y]}}\n");
    const auto properties = QueryProperties::make(node, f.context).value();
    EXPECT_TRUE(properties->merges_records());
    EXPECT_EQ(properties->merge_key(R"({"x":"1","y":"2"})").value(), "1,2");
    EXPECT_EQ(properties->merge_key(R"({"x":"1"})").value(), std::nullopt);
    EXPECT_FALSE(properties->merge_key(R"({"x":1,"y":"2"})").has_value()) << "numbers cannot be joined";
}

}  // namespace
}  // namespace levada::airbyte
