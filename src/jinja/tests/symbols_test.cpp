#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Symbols, AsTheReference) {
    // Goal: names mean what Jinja2 says in branches and loops. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{% if n %}{% set a = 1 %}{% else %}{% set a = 2 %}{% endif %}{{ a }}", "{\"n\": 7}", "1"},
        {"02",
         "{% if not n %}{% set n = 1 %}{% endif %}{% for i in [1] %}{{ n }}{% set n = 5 %}{% endfor %}{{ n }}",
         "{\"n\": 7}",
         "77"},
        {"03",
         "{% for i in l %}{% if i > 1 %}{% set big_one = i %}{% elif i > 0 %}{% set big_one = 'small' %}{% endif %}{{ "
         "big_one }} {% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "3 small 2 "},
        {"04",
         "{% set x = 1 %}{% if x %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{% endif %}{{ x }}",
         "{}",
         "21"},
        {"05", "{% macro m() %}{{ kwargs }}{{ varargs }}{% endmacro %}{{ m() }}", "{}", "{}()"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
