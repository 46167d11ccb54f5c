#include "levada/base/text.h"

#include <limits>

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Text, Splits) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(trim(" \t a b \n"), "a b");
    EXPECT_EQ(trim("   "), "");
    EXPECT_EQ(replace_all("a.b.c", ".", "::"), "a::b::c");
    EXPECT_EQ(to_lower("ÀBc"), "Àbc");
    EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-type"));
    EXPECT_FALSE(equals_ignoring_case("a", "ab"));
}

TEST(Text, ReadsNumbersWhole) {
    EXPECT_EQ(parse_int64("-12"), -12);
    EXPECT_EQ(parse_int64("12x"), std::nullopt);
    EXPECT_EQ(parse_int64(""), std::nullopt);
    EXPECT_EQ(parse_int64("9223372036854775808"), std::nullopt);
    EXPECT_EQ(parse_double("1e3"), 1000.0);
    EXPECT_EQ(parse_double("1e999"), std::numeric_limits<double>::infinity());
    EXPECT_EQ(parse_double("1e-999"), 0.0);
    EXPECT_EQ(parse_double("x"), std::nullopt);
}

TEST(Text, NearestIsNearEnoughOrNothing) {
    const std::vector<std::string> words = {"page_size", "page_token_option", "url_base"};
    EXPECT_EQ(nearest("page_sise", words), "page_size");
    EXPECT_EQ(nearest("url", words), std::nullopt);
    EXPECT_EQ(nearest("zzz", words), std::nullopt);
}

TEST(Text, PercentEncoding) {
    EXPECT_EQ(percent_encode("a b/é~"), "a%20b%2F%C3%A9~");
    EXPECT_EQ(percent_encode("a/b", "/"), "a/b");
    EXPECT_EQ(percent_decode("a%20b%2f%zz%"), "a b/%zz%");
}

TEST(Text, Utf8) {
    std::string out;
    for (const std::uint32_t point : {0x41U, 0xE9U, 0x20ACU, 0x1F600U}) {
        append_utf8(out, point);
    }
    EXPECT_EQ(out, "Aé€😀");
}

}  // namespace
}  // namespace levada
