#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/slicer.h"

namespace levada::airbyte {
namespace {

TEST(PartitionRouter, ProductOfAList) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml(
        "- {type: ListPartitionRouter, cursor_field: a, values: ['1', '2']}\n"
        "- {type: ListPartitionRouter, cursor_field: b, values: [x, y],\n"
        "   request_option: {type: RequestOption, inject_into: header, field_name: B}}\n");
    const auto router = build_partition_router(&node, fixture.context).value();
    const std::vector<StreamSlice> slices = testing::drain(*router);
    EXPECT_EQ(testing::texts_of(slices), R"({"b":"x","a":"1"} {"b":"y","a":"1"} {"b":"x","a":"2"} {"b":"y","a":"2"})");
    EXPECT_EQ(router->request_parts({&slices[1], nullptr, std::nullopt}).value().headers.dump(), R"({"B":"y"})");
    EXPECT_TRUE(router->parent_state().value().is_null());
    EXPECT_FALSE(router->is_single());
}

TEST(PartitionRouter, EmptyFactorGivesNothing) {
    testing::ComponentFixture fixture;
    const Json node = testing::yaml(
        "- {type: ListPartitionRouter, cursor_field: a, values: ['1']}\n"
        "- {type: ListPartitionRouter, cursor_field: b, values: []}\n");
    EXPECT_TRUE(testing::drain(*build_partition_router(&node, fixture.context).value()).empty());
}

TEST(PartitionRouter, NoRouterIsOneEmptySlice) {
    testing::ComponentFixture fixture;
    const auto router = build_partition_router(nullptr, fixture.context).value();
    EXPECT_EQ(testing::texts_of(testing::drain(*router)), "{}");
    EXPECT_TRUE(router->is_single());
}

}  // namespace
}  // namespace levada::airbyte
