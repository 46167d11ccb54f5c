#include "display_width.h"

#include <gtest/gtest.h>

namespace levada::query {
namespace {

TEST(DisplayWidth, Widths) {
    struct Case {
        const char* text;
        std::size_t want;
    };
    const Case cases[] = {
        {"", 0}, {"abc", 3}, {"é", 1}, {"e\xCC\x81", 1}, {"日本", 4}, {"🎉", 2}, {"\xff\xfe", 2}, {"\xE6\x97", 1}};
    for (const Case& c : cases) {
        EXPECT_EQ(display_width(c.text), c.want) << c.text;
    }
}

TEST(DisplayWidth, FitCell) {
    struct Case {
        const char* text;
        std::size_t width;
        const char* want;
    };
    const Case cases[] = {
        {"short", 5, "short"},
        {"longer", 5, "long…"},
        {"a\nb\tc\x01", 20, "a\\nb\\tc\\x01"},
        {"日本語", 4, "日…"},
        {"日本語", 6, "日本語"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(fit_cell(c.text, c.width), c.want) << c.text;
    }
    EXPECT_EQ(display_width(fit_cell(std::string(100'000, 'x'), 10)), 10U);
}

}  // namespace
}  // namespace levada::query
