#include "python_regex_text.h"

#include <gtest/gtest.h>

namespace levada::jinja {
namespace {

TEST(RegexText, TakesUntilASign) {
    RegexText text("name)rest");
    EXPECT_EQ(text.take_until(')'), "name");
    EXPECT_EQ(text.peek(), 'r');
    EXPECT_EQ(text.take_until(')'), std::nullopt);
    EXPECT_EQ(text.peek(), 'r') << "it does not move when there is none";
}

TEST(RegexText, Repetitions) {
    constexpr std::size_t kMost = RegexText::kRepeatMax;
    struct Case {
        const char* text;
        bool is_one;
        std::size_t least, most, length;
    };
    constexpr Case kCases[] = {
        {"*", true, 0, kMost, 1},
        {"+?", true, 1, kMost, 1},
        {"?", true, 0, 1, 1},
        {"{3}", true, 3, 3, 3},
        {"{3,}", true, 3, kMost, 4},
        {"{,4}", true, 0, 4, 4},
        {"{2,4}x", true, 2, 4, 5},
        {"{}", false, 0, kMost, 0},
        {"{a}", false, 0, kMost, 0},
        {"{1", false, 0, kMost, 0},
        {"a", false, 0, kMost, 0},
    };
    for (const Case& c : kCases) {
        RegexText text(c.text);
        std::size_t least = 0;
        std::size_t most = kMost;
        EXPECT_EQ(text.read_repetition(least, most), c.is_one) << c.text;
        EXPECT_EQ(least, c.least) << c.text;
        EXPECT_EQ(most, c.most) << c.text;
        EXPECT_EQ(text.place(), c.length) << c.text;
    }
}

TEST(RegexText, SetItems) {
    // Goal: what CPython 3.11 makes of the same. 0 as `code`: an error.
    struct Case {
        const char* text;
        char32_t code;
        char category;
    };
    constexpr Case kCases[] = {
        {"a", 'a', 0},
        {"\xC3\xA4", 0xE4, 0},
        {"\\n", '\n', 0},
        {"\\b", '\b', 0},
        {"\\x41", 'A', 0},
        {"\\u00e4", 0xE4, 0},
        {"\\U0010ffff", 0x10FFFF, 0},
        {"\\377", 0xFF, 0},
        {"\\101", 'A', 0},
        {"\\]", ']', 0},
        {"\\d", 0, 'd'},
        {"\\W", 0, 'W'},
        {"\\777", 0, 0},
        {"\\U00110000", 0, 0},
        {"\\x4", 0, 0},
        {"\\q", 0, 0},
        {"\\", 0, 0},
    };
    for (const Case& c : kCases) {
        RegexText text(c.text);
        const Outcome<RegexRange> item = text.read_set_item();
        const bool is_wanted = c.code != 0 || c.category != 0;
        ASSERT_EQ(item.has_value(), is_wanted) << c.text;
        if (is_wanted) {
            EXPECT_EQ(item->first, c.code) << c.text;
            EXPECT_EQ(item->category, c.category) << c.text;
            EXPECT_TRUE(text.at_end()) << c.text;
        }
    }
}

}  // namespace
}  // namespace levada::jinja
