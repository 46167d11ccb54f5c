#include "render_case.h"

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

}  // namespace levada::jinja
