#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(EvaluatorStatements, AsTheReference) {
    // Goal: statements run as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{% if n > 9 %}a{% elif n > 5 %}b{% else %}c{% endif %}", "{\"n\": 7}", "b"},
        {"02", "{% set a = 1 %}{% set b, c = [2, 3] %}{{ a }}{{ b }}{{ c }}", "{}", "123"},
        {"03", "{% set a, b = [1] %}", "{}", "!ValueError"},
        {"04", "{% set a, b = 5 %}", "{}", "!TypeError"},
        {"05", "{% set x %}[{{ n }}]{% endset %}{{ x }}", "{\"n\": 7}", "[7]"},
        {"06", "{% set x | upper %}ab{% endset %}{{ x }}", "{}", "AB"},
        {"07", "{% filter upper | lower %}Ab{{ n }}{% endfilter %}", "{\"n\": 7}", "ab7"},
        {"08", "{% filter length %}abc{% endfilter %}", "{}", "!TypeError"},
        {"09", "{% with a = n, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{\"n\": 7}", "7"},
        {"10",
         "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "b=1;a=2;C=3;"},
        {"11", "{% for a, b in l %}{% endfor %}", "{\"l\": [3, 1, 2]}", "!TypeError"},
        {"12", "{% block b %}{{ n }}{% endblock %}{{ self.b() }}", "{\"n\": 7}", "77"},
        {"13", "{% set q = 5 %}{% block c %}{{ q }}{% endblock %}", "{}", "5"},
        {"14", "{% for i in l %}{% block x scoped %}{{ i }}{% endblock %}{% endfor %}", "{\"l\": [3, 1, 2]}", "312"},
        {"15", "{% for i in l %}{% block x %}{{ i }}{% endblock %}{% endfor %}", "{\"l\": [3, 1, 2]}", ""},
        {"16", "{% block a %}{{ super() }}{% endblock %}", "{}", "!UndefinedError"},
        {"17",
         "{% for i in l %}{% set s = i %}{% endfor %}{{ s }}",
         "{\"s\": \"Hello World\", \"l\": [3, 1, 2]}",
         "Hello World"},
        {"18", "{% if true %}{% set v = 1 %}{% endif %}{{ v }}", "{}", "1"},
        {"19", "{% print n, 5 %}", "{\"n\": 7}", "75"},
        {"20", "{% include 'x' %}", "{}", "!TypeError"},
        {"21", "{% extends 'x' %}", "{}", "!TypeError"},
        {"22", "{% set i = 9 %}{% for i in l %}{{ i }}{% endfor %}{{ i }}", "{\"l\": [3, 1, 2]}", "3129"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
