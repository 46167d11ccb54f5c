#include "lossy_text.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(LossyText, Unescape) {
    struct Case {
        const char* name;
        const char* quoted;
        const char* want;  // null: refused
    };
    constexpr Case kCases[] = {
        {"plain", R"("abc")", "abc"},
        {"escapes", R"("a\n\"\\\/")", "a\n\"\\/"},
        {"pair", R"("\ud83d\ude00")", "\xF0\x9F\x98\x80"},
        {"lone high", R"("x\ud83d")", "x\xEF\xBF\xBD"},
        {"lone low", R"("\ude00x")", "\xEF\xBF\xBDx"},
        {"high then letter",
         R"("\ud83d\u0041")",
         "\xEF\xBF\xBD"
         "A"},
        {"two bytes", R"("\u00e9")", "\xC3\xA9"},
        {"cut escape", R"("\u00")", nullptr},
        {"unknown escape", R"("\x")", nullptr},
        {"no quotes", "abc", nullptr},
    };
    for (const Case& c : kCases) {
        std::string out;
        const bool is_read = unescape_lossy(c.quoted, out);
        EXPECT_EQ(is_read, c.want != nullptr) << "case: " << c.name;
        if (c.want != nullptr) {
            EXPECT_EQ(out, c.want) << "case: " << c.name;
        }
    }
}

}  // namespace
}  // namespace levada::duckdb
