#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Resolver, AsTheReference) {
    // Goal: scopes are those of Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{% set x = 1 %}{% for i in l %}{{ x }}{% set x = i %}{{ x }} {% endfor %}{{ x }}",
         "{\"l\": [3, 1, 2]}",
         "13 11 12 1"},
        {"02",
         "{% for i in l %}{% if i == 1 %}{% set y = 'one' %}{% endif %}{{ y }};{% endfor %}",
         "{\"l\": [3, 1, 2]}",
         ";one;;"},
        {"03", "{% if n > 100 %}{% set n = 1 %}{% endif %}{{ n }}", "{\"n\": 7}", "7"},
        {"04", "{% with %}{% set z = 1 %}{{ z }}{% endwith %}{{ z }}", "{}", "1"},
        {"05", "{% set f %}{% set inner = 5 %}{{ inner }}{% endset %}{{ f }}{{ inner }}", "{\"f\": 2.5}", "5"},
        {"06", "{% macro m() %}{{ n }}{% set n = 2 %}{{ n }}{% endmacro %}{{ m() }}{{ n }}", "{\"n\": 7}", "727"},
        {"07",
         "{% for i in l %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "312"},
        {"08", "{% for i in l if i != n %}{{ i }}{% endfor %}", "{\"n\": 7, \"l\": [3, 1, 2]}", "312"},
        {"09", "{{ n | nosuch }}", "{\"n\": 7}", "!TemplateAssertionError"},
        {"10", "{% if false %}{{ n | nosuch }}{% endif %}ok", "{\"n\": 7}", "ok"},
        {"11", "{{ (n | nosuch) if false else 'ok' }}", "{\"n\": 7}", "ok"},
        {"12", "{% for i in [1] %}{{ n | nosuch }}{% endfor %}", "{\"n\": 7}", "!TemplateAssertionError"},
        {"13", "{% macro m(caller) %}{{ caller() }}{% endmacro %}", "{}", "!TemplateAssertionError"},
        {"14", "{% macro m(caller=none) %}{{ caller }}{% endmacro %}{{ m() }}", "{}", "None"},
        {"15", "{% for loop in l %}{% endfor %}", "{\"l\": [3, 1, 2]}", "!TemplateAssertionError"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
