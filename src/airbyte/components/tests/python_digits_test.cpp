#include "python_digits.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonDigits, AsAscii) {
    struct Case {
        const char* name;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"nothing to do", "-12.5e3 x", "-12.5e3 x"},
        {"full width", "１２３", "123"},
        {"arabic, the first of the table", "\xD9\xA0\xD9\xA9", "09"},
        {"mathematical, in four bytes", "\xF0\x9D\x9F\x8E\xF0\x9D\x9F\x97\xF0\x9D\x9F\x98", "090"},
        {"the last of the table", "\xF0\x9F\xAF\xB9", "9"},
        {"behind the last digit", "\xF0\x9F\xAF\xBA", "?"},
        {"spaces",
         "\xC2\xA0"
         "1\xE3\x80\x80",
         " 1 "},
        {"letters", "ä1", "?1"},
        {"a superscript is no decimal", "²", "?"},
        {"empty", "", ""},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(with_ascii_digits(c.text), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
