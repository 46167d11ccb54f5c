#include "string_literal.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(StringLiteral, Escapes) {
    EXPECT_EQ(decode_escapes(R"(a\n\x41\u00e9\U0001F600\101\q\\)"), "a\nAé😀A\\q\\");
    EXPECT_EQ(decode_escapes("a\\\nb"), "ab");
    EXPECT_FALSE(decode_escapes(R"(\x4)"));
    EXPECT_FALSE(decode_escapes(R"(\u12)"));
    EXPECT_FALSE(decode_escapes(R"(\N{DASH})"));
    EXPECT_FALSE(decode_escapes("a\\"));
    EXPECT_EQ(decode_bytes_escapes(R"(\xe9\u0041)"), "\xE9\\u0041");
}

}  // namespace levada::jinja
