#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(MinMaxDatetime, Declared) {
    const ComponentInfo* info = find_component("MinMaxDatetime");
    ASSERT_NE(info, nullptr);
    ASSERT_EQ(info->fields.size(), 4U);
    EXPECT_TRUE(info->fields[0].is_required);
    EXPECT_EQ(testing::yaml(info->example).string_or("type", ""), "MinMaxDatetime");
}

}  // namespace
}  // namespace levada::airbyte
