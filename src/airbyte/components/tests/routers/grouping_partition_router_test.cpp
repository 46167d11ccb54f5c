#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {
namespace {

Result<std::shared_ptr<PartitionRouter>> grouped(testing::ComponentFixture& fixture, const std::string& more) {
    return fixture.make<PartitionRouter>(
        "type: GroupingPartitionRouter\nunderlying_partition_router:\n"
        "  type: ListPartitionRouter\n  cursor_field: x\n  values: [a, b, a, c, d]\n" +
        more);
}

TEST(GroupingPartitionRouter, Groups) {
    struct Case {
        const char* name;
        const char* more;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"pairs", "group_size: 2\n", R"({"x":["a","b"]} {"x":["c","d"]})"},
        {"a rest", "group_size: 3\n", R"({"x":["a","b","c"]} {"x":["d"]})"},
        {"repetitions stay", "group_size: 3\ndeduplicate: false\n", R"({"x":["a","b","a"]} {"x":["c","d"]})"},
        {"all in one", "group_size: 99\n", R"({"x":["a","b","c","d"]})"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture;
        const auto router = grouped(fixture, c.more).value();
        EXPECT_EQ(testing::texts_of(testing::drain(*router)), c.want) << c.name;
        EXPECT_TRUE(router->needs_global_cursor());
    }
}

TEST(GroupingPartitionRouter, ListsCannotBeDeduplicated) {
    testing::ComponentFixture fixture(Json::object({{"lists", Json::array({Json::array({1}), Json::array({1})})}}));
    const std::string node =
        "type: GroupingPartitionRouter\ngroup_size: 2\nunderlying_partition_router:\n"
        "  {type: ListPartitionRouter, cursor_field: x, values: \"{{ config['lists'] }}\"}\n";
    EXPECT_FALSE((*fixture.make<PartitionRouter>(node))->slices().value()->next().has_value());
    const auto kept = fixture.make<PartitionRouter>(node + "deduplicate: false\n").value();
    EXPECT_EQ(testing::texts_of(testing::drain(*kept)), R"({"x":[[1],[1]]})");
}

TEST(GroupingPartitionRouter, Refused) {
    testing::ComponentFixture fixture;
    EXPECT_FALSE(grouped(fixture, "group_size: 0\n").has_value());
    EXPECT_FALSE(fixture
                     .make<PartitionRouter>("type: GroupingPartitionRouter\ngroup_size: 1\n"
                                            "underlying_partition_router:\n  type: ListPartitionRouter\n"
                                            "  cursor_field: x\n  values: [a]\n  request_option: {type: "
                                            "RequestOption, inject_into: header, field_name: H}\n")
                     .has_value());
}

}  // namespace
}  // namespace levada::airbyte
