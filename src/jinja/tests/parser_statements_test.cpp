#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(ParserStatements, AsTheReference) {
    // Goal: statements and their mistakes are those of Jinja2. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"in for a name", "{% for k, in l %}{% endfor %}", R"({"l": []})", "!TemplateSyntaxError"},
        {"01", "{% if n: %}a{% endif %}", "{\"n\": 7}", "a"},
        {"02", "{% nosuch %}", "{}", "!TemplateSyntaxError"},
        {"03", "{% endif %}", "{}", "!TemplateSyntaxError"},
        {"04", "{% if n %}", "{\"n\": 7}", "!TemplateSyntaxError"},
        {"05", "{% for i %}{% endfor %}", "{}", "!TemplateSyntaxError"},
        {"06", "{% for i in l %}", "{\"l\": [3, 1, 2]}", "!TemplateSyntaxError"},
        {"07", "{% set 1 = 2 %}", "{}", "!TemplateSyntaxError"},
        {"08", "{% set %}", "{}", "!TemplateSyntaxError"},
        {"09", "{% set none = 1 %}", "{}", "!TemplateSyntaxError"},
        {"10", "{% with a=1 b=2 %}{% endwith %}", "{}", "!TemplateSyntaxError"},
        {"11", "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{}", "!TemplateAssertionError"},
        {"12", "{% block a-b %}{% endblock %}", "{}", "!TemplateSyntaxError"},
        {"13", "{% block a required %}x{% endblock %}", "{}", "!TemplateSyntaxError"},
        {"14", "{% block a %}{{ n }}{% endblock a %}", "{\"n\": 7}", "7"},
        {"15", "{% call n %}{% endcall %}", "{\"n\": 7}", "!TemplateSyntaxError"},
        {"16", "{% filter %}x{% endfilter %}", "{}", "!TemplateSyntaxError"},
        {"17", "{% from 'x' import _y %}", "{}", "!TemplateAssertionError"},
        {"18", "{% import 'x' %}", "{}", "!TemplateSyntaxError"},
        {"19", "{% break %}", "{}", "!TemplateSyntaxError"},
        {"20", "{% do 1 %}", "{}", "!TemplateSyntaxError"},
        {"21", "{% %}", "{}", "!TemplateSyntaxError"},
        {"22", "{% if n %}a{% else %}b{% else %}c{% endif %}", "{\"n\": 7}", "!TemplateSyntaxError"},
        {"23", "{% raw %}{{ x }}{% endraw %}", "{}", "{{ x }}"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
