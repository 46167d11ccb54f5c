#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(DbtRe, AsTheReference) {
    // Goal: modules.re answers as in Python. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ modules.re.sub('[aeiou]', '*', 'Hello') }} {{ modules.re.sub('l', 'L', 'hello', 1) }}",
         "{}",
         "H*ll* heLlo"},
        {"02", "{{ modules.re.search('zz', 'a') }}", "{}", "None"},
        {"03",
         "{{ modules.re.search('(l+)', 'hello').group(1) }} {{ modules.re.search('l+', 'hello').span() }}",
         "{}",
         "ll (2, 4)"},
        {"04",
         "{{ modules.re.match('l', 'hello') }} {{ modules.re.fullmatch('h.*', 'hello').group() }}",
         "{}",
         "None hello"},
        {"05",
         "{{ modules.re.search('(?P<x>h)(e)', 'hello').groups() }} {{ modules.re.search('(?P<x>h)', "
         "'hello').groupdict() }}",
         "{}",
         "('h', 'e') {'x': 'h'}"},
        {"06",
         "{{ modules.re.split('\\\\s+', 'a b  c') }} {{ modules.re.split('(,)', 'a,b') }}",
         "{}",
         "['a', 'b', 'c'] ['a', ',', 'b']"},
        {"07",
         "{{ modules.re.findall('a(.)', 'abac') }} {{ modules.re.findall('a', 'aa') }}",
         "{}",
         "['b', 'c'] ['a', 'a']"},
        {"08",
         "{{ modules.re.escape('a.b') }} {{ modules.re.search('HE', 'hello', modules.re.I) is not none }}",
         "{}",
         "a\\.b True"},
        {"09", "{{ modules.re.search('(', 'a') }}", "{}", "!error"},
        {"10", "{{ modules.re.sub('a', 'b', 5) }}", "{}", "!TypeError"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
