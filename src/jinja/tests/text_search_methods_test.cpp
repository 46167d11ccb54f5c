#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TextSearchMethods, AsTheReference) {
    // Goal: searching and splitting count code points as Python does. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ u.find('k') }} {{ u.rfind('k') }} {{ u.find('zz') }}", "{\"u\": \"žluťoučký kůň 😀\"}", "7 10 -1"},
        {"02", "{{ u.index('zz') }}", "{\"u\": \"žluťoučký kůň 😀\"}", "!ValueError"},
        {"03",
         "{{ s.find('o', 5) }} {{ s.find('o', -3, -1) }} {{ s.find('', 99) }}",
         "{\"s\": \"Hello World\"}",
         "7 -1 -1"},
        {"04", "{{ 'aaa'.count('a') }} {{ 'aaa'.count('aa') }} {{ 'abc'.count('') }}", "{}", "3 1 4"},
        {"05",
         "{{ s.startswith('He') }} {{ s.startswith(('x', 'H')) }} {{ s.endswith('d', 0, 5) }}",
         "{\"s\": \"Hello World\", \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "True True False"},
        {"06",
         "{{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }}",
         "{}",
         "['a', 'b', '', 'c'] ['a', 'b,c'] ['a,b', 'c']"},
        {"07",
         "{{ ' a  b '.split() }} {{ ' a  b c '.split(none, 1) }} {{ ' a  b c '.rsplit(none, 1) }}",
         "{}",
         "['a', 'b'] ['a', 'b c '] [' a  b', 'c']"},
        {"08", "{{ 'a'.split('') }}", "{}", "!ValueError"},
        {"09",
         "{{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }} {{ 'abc'.partition('-') }} {{ "
         "'abc'.rpartition('-') }}",
         "{}",
         "('a', '-', 'b-c') ('a-b', '-', 'c') ('abc', '', '') ('', '', 'abc')"},
        {"10",
         "{{ 'a\\nb\\r\\nc\\n'.splitlines() }} {{ 'a\\nb'.splitlines(true) }}",
         "{\"n\": 7}",
         "['a', 'b', 'c'] ['a\\n', 'b']"},
        {"11", "{{ '-'.join(['a', 'b']) }} {{ '-'.join('abc') }}", "{}", "a-b a-b-c"},
        {"12", "{{ '-'.join([1]) }}", "{}", "!TypeError"},
        {"13",
         "{{ 'aXbX'.replace('X', '-') }} {{ 'aXbX'.replace('X', '-', 1) }} {{ 'ab'.replace('', '.') }}",
         "{}",
         "a-b- a-bX .a.b."},
        {"14", "{{ 'pre_x'.removeprefix('pre_') }} {{ 'x_suf'.removesuffix('_suf') }}", "{}", "x x"},
        {"markup joins what is no text, escaped", "{{ ('<i>' | safe).join([1, none, '<']) }}", "{}", "1<i>None<i>&lt;"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
