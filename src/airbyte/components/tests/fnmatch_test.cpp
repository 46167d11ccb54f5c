#include <gtest/gtest.h>

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte::dpath {
namespace {

TEST(Fnmatch, AsPython) {
    struct Case {
        const char* text;
        const char* pattern;
        bool want;
    };
    constexpr Case kCases[] = {
        {"abc", "abc", true},   {"abc", "ABC", false},  {"abc", "a*", true},   {"abc", "*c", true},
        {"abc", "a?c", true},   {"abc", "a?", false},   {"", "*", true},       {"", "?", false},
        {"b", "[abc]", true},   {"d", "[a-c]", false},  {"d", "[!a-c]", true}, {"[", "[", true},
        {"a]", "a]", true},     {"é", "?", true},       {"éa", "[é]a", true},  {"aXbXc", "a*b*c", true},
        {"axxb", "a**b", true}, {"a*b", "a[*]b", true}, {"]", "[]]", true},    {"ab", "a*b*c", false},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(fnmatch(c.text, c.pattern), c.want) << c.text << " by " << c.pattern;
    }
}

}  // namespace
}  // namespace levada::airbyte::dpath
