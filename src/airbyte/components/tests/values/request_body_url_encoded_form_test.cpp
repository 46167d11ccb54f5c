#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(RequestBodyUrlEncodedForm, Declared) {
    const ComponentInfo* info = find_component("RequestBodyUrlEncodedForm");
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->fields.size(), 1U);
    EXPECT_EQ(testing::yaml(info->example).string_or("type", ""), "RequestBodyUrlEncodedForm");
    for (const Field& field : info->fields) {
        EXPECT_TRUE(!field.is_required || testing::yaml(info->example).contains(field.name)) << "field " << field.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
