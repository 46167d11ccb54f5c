#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Macro, AsTheReference) {
    // Goal: macros bind arguments as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=4, a=0) }} {{ m() }}",
         "{}",
         "1-2 1-3 0-4 -2"},
        {"02", "{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "{}", "(2,){'x': 3}"},
        {"03", "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "{}", "!TypeError"},
        {"04", "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", "{}", "!TypeError"},
        {"05", "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ n }}{% endcall %}", "{\"n\": 7}", "[7]"},
        {"06",
         "{% macro m() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b) m() %}{{ a + b }}{% endcall %}",
         "{}",
         "3"},
        {"07", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "{}", "!UndefinedError"},
        {"08", "{% macro m() %}x{% endmacro %}{% call m() %}b{% endcall %}", "{}", "!TypeError"},
        {"09", "{% set v = 1 %}{% macro m() %}{{ v }}{% endmacro %}{% set v = 2 %}{{ m() }}", "{}", "2"},
        {"10",
         "{% macro f(i) %}{{ i }}{% if i > 0 %}{{ f(i - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
         "{\"f\": 2.5}",
         "3210"},
        {"11",
         "{% macro o() %}{% macro i() %}in{% endmacro %}{{ i() }}{% endmacro %}{{ o() }}{{ i is defined }}",
         "{}",
         "inFalse"},
        {"12", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(5) }}", "{}", "5"},
        {"13",
         "{% macro m(a, b=1) %}{% endmacro %}{{ m.name }} {{ m.arguments }} {{ m.caller }}",
         "{}",
         "m ('a', 'b') False"},
        {"14", "{% macro m(*[1]) %}{% endmacro %}", "{}", "!TemplateSyntaxError"},
        {"15",
         "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }}{{ m(**{'a': 3, 'b': 4}) }}",
         "{}",
         "1234"},
        {"16", "{{ m }}{% macro m() %}{% endmacro %}{{ m }}", "{}", "<Macro 'm'>"},
        {"17", "{% macro m(caller) %}{{ caller }}{% endmacro %}", "{}", "!TemplateAssertionError"},
        {"18", "{% macro m() %}{{ m2() }}{% endmacro %}{% macro m2() %}late{% endmacro %}{{ m() }}", "{}", "late"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
