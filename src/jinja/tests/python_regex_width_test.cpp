#include "python_regex_width.h"

#include <utility>

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(PythonRegexWidth, OfPatterns) {
    struct Case {
        const char* pattern;
        std::size_t least;
        std::size_t most;
    };
    constexpr Case kCases[] = {
        {"abc", 3, 3},
        {"a|bcd", 1, 3},
        {"(ab){2,3}", 4, 6},
        {"(?:a?)[xy].", 2, 3},
        {"(?>ab)(?=c)$", 2, 2},
        {"", 0, 0},
    };
    for (const Case& c : kCases) {
        const ParsedRegex parsed = std::move(*parse_regex(c.pattern, 0));
        const RegexWidth width = width_of(*parsed.root, {});
        EXPECT_EQ(width.least, c.least) << c.pattern;
        EXPECT_EQ(width.most, c.most) << c.pattern;
    }
}

}  // namespace levada::jinja
