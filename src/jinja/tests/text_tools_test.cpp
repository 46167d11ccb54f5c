#include "text_tools.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TextTools, Replaces) {
    EXPECT_EQ(*replaced("aXbX", "X", "-", -1), "a-b-");
    EXPECT_EQ(*replaced("aXbX", "X", "-", 1), "a-bX");
    EXPECT_EQ(*replaced("é1", "", ".", -1), ".é.1.");
    EXPECT_EQ(*replaced("ab", "", ".", 1), ".ab");
    EXPECT_EQ(replaced(std::string(40'000, 'a'), "a", std::string(10'000, 'b'), -1).error().python_class(),
              "MemoryError");
}

TEST(TextTools, Strips) {
    EXPECT_EQ(stripped_of("éxé", "é", StripSides::both), "x");
    EXPECT_EQ(stripped_of("aab", "a", StripSides::right), "aab");
    EXPECT_EQ(stripped_of("aab", "a", StripSides::left), "b");
}

}  // namespace levada::jinja
