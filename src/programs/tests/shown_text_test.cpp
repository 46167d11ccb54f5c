#include "shown_text.h"

#include <gtest/gtest.h>

namespace levada::programs {
namespace {

TEST(ShownText, NothingSteersATerminal) {
    struct Case {
        const char* name;
        std::string printed;
        std::string want;
    };
    const Case cases[] = {
        {"plain", "a\tb\nç € 𝄞", "a\tb\nç € 𝄞"},
        {"escape sequences", "\x1b[2Jred\x07", "\uFFFD[2Jred\uFFFD"},
        {"C1 controls",
         "\xC2\x9B"
         "2J",
         "\uFFFD2J"},
        {"nothing", "", ""},
        {"null bytes", std::string("a\0b", 3), "a\uFFFDb"},
        {"stray bytes",
         "\xFF\xFE"
         "a\x80",
         "\uFFFD\uFFFDa\uFFFD"},
        {"a cut character", "\xE2\x82", "\uFFFD\uFFFD"},
        {"overlong", "\xC0\xAF", "\uFFFD\uFFFD"},
        {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"beyond Unicode", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(shown_text(c.printed), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada::programs
