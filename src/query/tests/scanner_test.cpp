#include "scanner.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(Scanner, Names) {
    struct Case {
        const char* text;
        const char* want;
    };
    const Case cases[] = {
        {"abc.eq", "abc"},
        {"a-b", "a-b"},
        {"a->b", "a"},
        {"\"a.b\\\"c\\\\\"", "a.b\"c\\"},
        {"été", "été"},
        {" a b ", "a b"},
    };
    for (const Case& c : cases) {
        Scanner scanner("test", c.text);
        const auto name = scanner.take_name();
        ASSERT_TRUE(name.has_value()) << c.text;
        EXPECT_EQ(*name, c.want) << c.text;
    }
    for (const char* wrong : {"", ".a", "\"open", "\"open\\", "(x)"}) {
        EXPECT_FALSE(Scanner("test", wrong).take_name().has_value()) << wrong;
    }
}

TEST(Scanner, Lists) {
    Scanner scanner("test", "(a,\"b,\\\"c\",,d e)rest");
    const auto list = scanner.take_list('(', ')');
    ASSERT_TRUE(list.has_value());
    EXPECT_EQ(*list, (std::vector<std::string>{"a", "b,\"c", "", "d e"}));
    EXPECT_EQ(scanner.rest(), "rest");
    EXPECT_TRUE(Scanner("test", "{}").take_list('{', '}')->empty());
    EXPECT_FALSE(Scanner("test", "(a").take_list('(', ')').has_value());
}

}  // namespace
}  // namespace levada::query
