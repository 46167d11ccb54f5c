#include "levada/jinja/python_regex.h"

#include "render_case.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Regex, AsTheReference) {
    // Goal: regular expressions match as Python re does. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'page=12&x' | regex_search('page=(\\\\d+)') }}", "{}", "12"},
        {"02", "{{ 'abc' | regex_search('(z)') }}", "{}", "\"\""},
        {"03", "{{ 'aXbX' | regex_replace('X', '-') }}", "{}", "\"a-b-\""},
        {"04", "{{ 'john smith' | regex_replace('(\\\\w+) (\\\\w+)', '\\\\2 \\\\1') }}", "{}", "\"smith john\""},
        {"05", "{{ 'aaa' | regex_replace('a*?', 'x') }}", "{}", "\"xxxxxxx\""},
        {"06", "{{ 'abc' | regex_replace('', '-') }}", "{}", "\"-a-b-c-\""},
        {"07", "{{ 'foobar' | regex_search('(?<=foo)(bar)') }}", "{}", "\"bar\""},
        {"08", "{{ 'foobar' | regex_search('(foo(?!baz))') }}", "{}", "\"foo\""},
        {"09", "{{ 'xaax' | regex_search('((a)\\\\2)') }}", "{}", "\"aa\""},
        {"10", "{{ 'Hello' | regex_replace('(?i)HE', 'x') }}", "{}", "\"xllo\""},
        {"11", "{{ 'a1b22' | regex_replace('[0-9]{2,}', '#') }}", "{}", "\"a1b#\""},
        {"12", "{{ 'a.b|c' | regex_replace('[.|]', '_') }}", "{}", "\"a_b_c\""},
        {"13", "{{ 'key: v' | regex_search('^(?P<k>\\\\w+):') }}", "{}", "\"key\""},
        {"14", "{{ 'ab' | regex_search('(') }}", "{}", "!error"},
        {"15", "{{ 'x' | regex_replace('(a)?x', '[\\\\1]') }}", "{}", "[]"},
        {"16", "{{ 'žluť' | regex_replace('\\\\w', '.') }}", "{}", "\"....\""},
        {"17", "{{ 'a\\nb' | regex_replace('(?m)^', '>') }}", "{}", "\">a\\n>b\""},
    };
    expect_interpolates(kCases);
}

TEST(Regex, WhatPythonHasBeyondTheUsual) {
    // Goal: flags for a group, conditions, atomic groups and possessive repetition mean what they mean in Python's re;
    // mistakes are found at once. Method: what re.search of CPython 3.11 gives, or "!" where it raises.
    struct Case {
        const char* pattern;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"(?i:AB)C", "xabC", "abC"},
        {"(?i:AB)C", "xabc", "-"},
        {"(?i)a(?-i:B)c", "AbC ABC", "ABC"},
        {"(?s-i:a.)b", "a\nb", "a\nb"},
        {"(?a:\\w+)", "éab", "ab"},
        {"(?a)\\bé", "é", "-"},
        {"(<)?a(?(1)>)", "<a>", "<a>"},
        {"(<)?a(?(1)>|!)", "a!", "a!"},
        {"(?P<o><)?a(?(o)>|!)", "<a", "-"},
        {"(?>a+)ab", "aaab", "-"},
        {"a++b", "aaab", "aaab"},
        {"a?+a", "a", "-"},
        {"(?:ab){1,2}+b", "ababb", "ababb"},
        {"(?i)(a)\\1", "aA", "aA"},
        {"\\101\\x42\\07?", "AB", "AB"},
        {"[\\101-C]+", "xABCD", "ABC"},
        {"a(?#note)*b", "aaab", "aaab"},
        {"a(?#note){2}b", "aaab", "aab"},
        {"\\B", "", "-"},
        {"(?i)s", "ſ", "ſ"},
        {"(?<=ab|cd)e", "cde", "e"},
        {"(?<=a+)b", "ab", "!"},
        {"(?<n>a)", "a", "!"},
        {"a(?i)b", "ab", "!"},
        {"(a\\1)", "aa", "!"},
        {"(?P<n>a)(?P<n>b)", "ab", "!"},
        {"(?(2)a|b)(c)", "bc", "!"},
        {"(?i-i:a)", "a", "!"},
        {"^*", "a", "!"},
        {"{2}", "a", "!"},
        {"a**", "a", "!"},
        {"[a-\\d]", "a", "!"},
        {"[\\d-z]", "a", "!"},
    };
    for (const Case& c : kCases) {
        const Outcome<Regex> regex = Regex::compile(c.pattern);
        std::string got = "!";
        if (regex) {
            const std::optional<RegexMatch> match = *regex->search(c.text);
            got = match ? std::string(c.text).substr(match->start(), match->end() - match->start()) : "-";
        }
        EXPECT_EQ(got, c.want) << c.pattern << " in " << c.text;
    }
}

TEST(Regex, WholeMatchesAndReplacements) {
    const Regex lazy = *Regex::compile("a??[^x]+?");
    EXPECT_TRUE(lazy.match_whole("abc")->has_value());
    EXPECT_FALSE(lazy.match_whole("abx")->has_value());
    EXPECT_EQ(Regex::compile("z")->substitute("abc", "\\1").error().python_class(), "error");
}

}  // namespace levada::jinja
