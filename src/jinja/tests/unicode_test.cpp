#include "unicode.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Unicode, Decodes) {
    // Goal: code points come out, broken bytes as themselves. Method: valid text, then cut and wrong bytes.
    std::size_t at = 0;
    EXPECT_EQ(decode_utf8("é", at), U'é');
    EXPECT_EQ(at, 2U);
    at = 0;
    EXPECT_EQ(decode_utf8("😀", at), U'😀');
    at = 0;
    EXPECT_EQ(decode_utf8("\xF0\x9F", at), 0xF0U);
    EXPECT_EQ(at, 1U);
    at = 0;
    EXPECT_EQ(decode_utf8("\xC0\x80", at), 0xC0U);
    std::string out;
    append_utf8(out, U'😀');
    EXPECT_EQ(out, "😀");
}

TEST(Unicode, Counts) {
    EXPECT_EQ(count_code_points("aé😀"), 3U);
    EXPECT_EQ(offset_of("aé😀", 2), 3U);
    EXPECT_EQ(offset_of("a", 9), 1U);
    EXPECT_EQ(previous_offset("aé", 3), 1U);
    EXPECT_TRUE(is_ascii("abc"));
    EXPECT_FALSE(is_ascii("é"));
}

TEST(Unicode, Strips) {
    EXPECT_EQ(strip(" \u00a0x\u2003\n"), "x");
    EXPECT_EQ(strip_left("  "), "");
    EXPECT_EQ(strip_right("a "), "a");
}

TEST(Unicode, Cases) {
    EXPECT_EQ(to_upper("straße ﬁ"), "STRASSE FI");
    EXPECT_EQ(to_lower_text("ΟΔΟΣ ΣΑ"), "οδος σα");
    EXPECT_EQ(to_title("ǆ they're"), "ǅ They'Re");
    EXPECT_EQ(to_swapped_case("aB"), "Ab");
    EXPECT_EQ(to_folded("ß"), "ss");
    EXPECT_EQ(to_capitalized("éA"), "Éa");
}

}  // namespace levada::jinja
