#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(RegexParse, AsTheReference) {
    // Goal: patterns and their mistakes are those of Python. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ 'a' | regex_search('*') }}", "{}", "!error"},
        {"02", "{{ 'a' | regex_search('a**') }}", "{}", "!error"},
        {"03", "{{ 'a' | regex_search('[z-a]') }}", "{}", "!error"},
        {"04", "{{ 'a' | regex_search('[a') }}", "{}", "!error"},
        {"05", "{{ 'a' | regex_search('a)') }}", "{}", "!error"},
        {"06", "{{ 'a' | regex_search('(a){2,1}') }}", "{}", "!error"},
        {"07", "{{ 'a{b' | regex_search('(a{b)') }}", "{}", "\"a{b\""},
        {"08", "{{ ']x' | regex_search('([]x]+)') }}", "{}", "\"]x\""},
        {"09", "{{ 'a-b' | regex_search('([a-]+)') }}", "{}", "\"a-\""},
        {"10", "{{ 'a' | regex_search('(?P=q)') }}", "{}", "!error"},
        {"11", "{{ 'tab\\there' | regex_search('(b\\\\th)') }}", "{}", "\"b\\th\""},
        {"12", "{{ 'abc' | regex_search('(?#note)(b)') }}", "{}", "\"b\""},
        {"13", "{{ 'a b' | regex_search('(?x) (a \\\\s b)') }}", "{}", "\"a b\""},
    };
    expect_interpolates(kCases);
}

}  // namespace levada::jinja
