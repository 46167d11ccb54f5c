#include "levada/base/ascii.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace levada {
namespace {

/// The letters of what a byte is: d(igit), u(pper), l(ower), a(lphabetic), n (alphanumeric).
std::string kinds_of(char c) {
    return std::string(is_ascii_digit(c) ? "d" : "") + (is_ascii_upper(c) ? "u" : "") + (is_ascii_lower(c) ? "l" : "") +
           (is_ascii_letter(c) ? "a" : "") + (is_ascii_alphanumeric(c) ? "n" : "");
}

TEST(Ascii, EachOfTheBytesIsOfItsKinds) {
    // Goal: the borders of each range, and all 256 bytes, are where ASCII has them.
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
    for (int code = 0; code < 256; ++code) {
        const char c = static_cast<char>(code);
        const auto is_in = [c](std::string_view all) { return all.find(c) != std::string_view::npos; };
        const std::string want = is_in(kDigits) ? "dn" : is_in(kUpper) ? "uan" : is_in(kLower) ? "lan" : "";
        EXPECT_EQ(kinds_of(c), want) << "byte " << code;
    }
}

TEST(Ascii, HexValue) {
    constexpr std::string_view kUpperDigits = "0123456789ABCDEF";
    for (int value = 0; value < 16; ++value) {
        EXPECT_EQ(hex_value(kHexDigits[value]), value);
        EXPECT_EQ(hex_value(kUpperDigits[static_cast<std::size_t>(value)]), value);
    }
    for (const char c : std::string_view("/:@G`g\xff \0", 10)) {
        EXPECT_EQ(hex_value(c), -1) << "byte " << static_cast<int>(c);
    }
}

}  // namespace
}  // namespace levada
