#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(AsyncJobStatusMap, Declared) {
    const ComponentInfo* info = find_component("AsyncJobStatusMap");
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->fields.size(), 5U);
    EXPECT_EQ(testing::yaml(info->example).string_or("type", ""), "AsyncJobStatusMap");
    for (const Field& field : info->fields) {
        EXPECT_TRUE(!field.is_required || testing::yaml(info->example).contains(field.name)) << "field " << field.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
