#include "text_case.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(TextCase, SnakeCase) {
    struct Case {
        const char* key;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"camelCase", "camel_case"},
        {"HTTPResponse", "httpresponse"},
        {"Already_snake", "already_snake"},
        {"with space", "with_space"},
        {"9lives", "_9_lives"},
        {"a-b.c", "a_b_c"},
        {"Größe", "grosse"},
        {"trailing ", "trailing_"},
        {"v2Name", "v_2_name"},
    };
    for (const Case& c : kCases) {
        const Result<std::string> made = snake_case(c.key);
        ASSERT_TRUE(made.has_value()) << c.key;
        EXPECT_EQ(*made, c.want) << c.key;
    }
    EXPECT_EQ(snake_case("名前").error().code(), ErrorCode::unsupported);
}

TEST(TextCase, LowerAndReplace) {
    EXPECT_EQ(lower_case("AbC"), "abc");
    EXPECT_EQ(lower_case("ÄÖ"), "äö");
    EXPECT_EQ(replace_all("a b a", "a", "xy"), "xy b xy");
    EXPECT_EQ(replace_all("ab", "", "-"), "-a-b-");
    EXPECT_EQ(replace_all("ab", "z", "-"), "ab");
}

}  // namespace
}  // namespace levada::airbyte
