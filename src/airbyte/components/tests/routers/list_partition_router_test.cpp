#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {
namespace {

TEST(ListPartitionRouter, Slices) {
    struct Case {
        const char* name;
        const char* values;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"list", "[a, b]", R"({"x":"a"} {"x":"b"})"},
        {"empty list", "[]", ""},
        {"text that is a list", "\"['1', 2]\"", R"({"x":"1"} {"x":2})"},
        {"template", "\"{{ config['ids'] }}\"", R"({"x":7} {"x":8})"},
        {"mapping gives its keys", "\"{{ config['map'] }}\"", R"({"x":"k"})"},
        {"text gives its letters", "\"{{ config['text'] }}\"", R"({"x":"ü"} {"x":"b"})"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture(testing::json(R"({"ids": [7, 8], "map": {"k": 1}, "text": "üb"})"));
        const auto router = fixture.make<PartitionRouter>(
            "type: ListPartitionRouter\ncursor_field: \"{{ 'x' }}\"\nvalues: " + std::string(c.values) + "\n");
        EXPECT_EQ(testing::texts_of(testing::drain(*router.value())), c.want) << c.name;
    }
}

TEST(ListPartitionRouter, ValuesThatAreNoListFailWhenTheyAreRead) {
    for (const char* values : {"'7'", "\"{{ config.get('ids') }}\"", "'True'", "'1.5'"}) {
        testing::ComponentFixture fixture;
        const auto router = fixture.make<PartitionRouter>(
            "type: ListPartitionRouter\ncursor_field: x\nvalues: " + std::string(values) + "\n");
        ASSERT_TRUE(router.has_value()) << values << ": " << router.error().to_string();
        EXPECT_FALSE((*router)->slices().has_value()) << values;
    }
}

TEST(ListPartitionRouter, RequestOption) {
    testing::ComponentFixture fixture;
    const auto router = fixture
                            .make<PartitionRouter>(
                                "type: ListPartitionRouter\ncursor_field: x\nvalues: [a]\n"
                                "request_option: {type: RequestOption, inject_into: header, "
                                "field_name: H}\n")
                            .value();
    EXPECT_TRUE(router->has_request_options());
    const std::vector<StreamSlice> slices = testing::drain(*router);
    EXPECT_EQ(router->request_parts({slices.data(), nullptr, std::nullopt}).value().headers.dump(), R"({"H":"a"})");
    EXPECT_TRUE(router->parent_state().value().is_null());
}

}  // namespace
}  // namespace levada::airbyte
