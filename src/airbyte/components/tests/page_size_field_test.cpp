#include "page_size_field.h"

#include "page_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PageSizeField, Values) {
    struct Case {
        const char* node;
        std::optional<std::int64_t> want;
    };
    const Case cases[] = {
        {"{}", std::nullopt}, {"page_size: 5", 5}, {"page_size: \"7\"", 7}, {"page_size: \"{{ config['n'] }}\"", 9}};
    for (const Case& c : cases) {
        testing::ComponentFixture fixture(testing::yaml("n: 9"));
        const Json node = testing::yaml(c.node);
        const Result<PageSizeField> field = PageSizeField::make(FieldValues(node, fixture.context));
        ASSERT_TRUE(field) << c.node;
        EXPECT_EQ(field->value().value(), c.want) << c.node;
        EXPECT_EQ(field->is_given(), c.want.has_value()) << c.node;
    }
}

}  // namespace
}  // namespace levada::airbyte
