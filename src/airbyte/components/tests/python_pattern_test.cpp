#include "python_pattern.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonPattern, MatchIsAnchoredAndSearchIsNot) {
    // Goal: re.match takes from the start, as far as the pattern goes; re.search looks anywhere.
    struct Case {
        const char* name;
        const char* pattern;
        const char* text;
        std::optional<std::string_view> match;
        bool is_found;
    };
    const Case cases[] = {
        {"prefix", "ab+", "abbc", "abb", true},
        {"not at the start", "b+", "abbc", std::nullopt, true},
        {"nowhere", "x", "abbc", std::nullopt, false},
        {"empty pattern takes nothing", "", "abc", "", true},
        {"empty text", "a", "", std::nullopt, false},
        {"anchored at the end", "c$", "abc", std::nullopt, true},
        {"first alternative wins", "a|ab", "ab", "a", true},
        {"lazy", "a.*?b", "axbxb", "axb", true},
        {"flag", "(?i)AB", "xab", std::nullopt, true},
        {"code points", "^.$", "ä", "ä", true},
        {"look-ahead", "a(?=b)", "ab", "a", true},
        {"negative look-ahead", "a(?!b)", "ab", std::nullopt, false},
        {"look-behind", "(?<=x)a", "xa", std::nullopt, true},
        {"negative look-behind", "(?<!x)a", "xa", std::nullopt, false},
        {"back-reference", "(a|b)\\1", "bb", "bb", true},
        {"digits of any script", "\\d+", "\xEF\xBC\x91x", "\xEF\xBC\x91", true},
    };
    for (const Case& c : cases) {
        const Result<PythonPattern> pattern = PythonPattern::compile(c.pattern);
        ASSERT_TRUE(pattern.has_value()) << "case: " << c.name;
        EXPECT_EQ(pattern->match(c.text).value(), c.match) << "case: " << c.name;
        EXPECT_EQ(pattern->search(c.text).value(), c.is_found) << "case: " << c.name;
    }
}

TEST(PythonPattern, RefusesWhatItCannotRead) {
    struct Case {
        const char* pattern;
        ErrorCode want;
    };
    constexpr Case kCases[] = {
        {"\\N{DIGIT ONE}", ErrorCode::unsupported},
        {"a(", ErrorCode::invalid_data},
        {"[a", ErrorCode::invalid_data},
        {"*a", ErrorCode::invalid_data},
    };
    for (const Case& c : kCases) {
        const Result<PythonPattern> pattern = PythonPattern::compile(c.pattern);
        ASSERT_FALSE(pattern.has_value()) << c.pattern;
        EXPECT_EQ(pattern.error().code(), c.want) << c.pattern;
        EXPECT_NE(pattern.error().message().find(c.pattern), std::string::npos) << pattern.error().message();
    }
}

TEST(PythonPattern, GivesUpOnEndlessBacktracking) {
    const Result<PythonPattern> pattern = PythonPattern::compile("(a*)*b");
    ASSERT_TRUE(pattern.has_value());
    const Result<bool> found = pattern->search(std::string(40, 'a'));
    EXPECT_TRUE(!found.has_value() || !*found);
}

}  // namespace
}  // namespace levada::airbyte
