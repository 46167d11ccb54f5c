#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Lexer, AsTheReference) {
    // Goal: text, tags and white space are cut as Jinja2 cuts them. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "a {{- n -}} b", "{\"n\": 7}", "a7b"},
        {"02", "a {%- if n -%} b {%- endif -%} c", "{\"n\": 7}", "abc"},
        {"03", "x\n  {# c #}\n  y", "{}", "x\n  \n  y"},
        {"04", "{#- c -#} x", "{}", "x"},
        {"05", "a\r\nb\rc\n", "{}", "a\nb\nc"},
        {"06", "x\n\n", "{}", "x\n"},
        {"07", "\n", "{}", ""},
        {"08", "{{ '}}' }} {{ '%}' }}", "{}", "}} %}"},
        {"09", "{% raw -%} {{ x }} {% endraw -%} b", "{}", "{{ x }} b"},
        {"10", "{#", "{}", ""},
        {"11", "{# x", "{}", "!TemplateSyntaxError"},
        {"12", "{% raw %}x", "{}", "!TemplateSyntaxError"},
        {"13", "{{ {'a': {'b': 1}}.a.b }}", "{}", "1"},
        {"14", "{{ (1 }}", "{}", "!TemplateSyntaxError"},
        {"15", "{{ 1) }}", "{}", "!TemplateSyntaxError"},
        {"16", "{{ 'a\\n\\t\\x41\\u00e9\\\\' }}", "{\"n\": 7}", "a\n\tAé\\"},
        {"17", "{{ '\\xZ' }}", "{}", "!UnicodeDecodeError"},
        {"18", "{{ \"a }}", "{}", "!TemplateSyntaxError"},
        {"19", "{{ a ? b }}", "{}", "!TemplateSyntaxError"},
        {"20", "{{ a $ b }}", "{}", "!TemplateSyntaxError"},
        {"21", "{ { } } {a} %} }} #}", "{}", "{ { } } {a} %} }} #}"},
        {"22", "{%+ if n %}x{%+ endif %}", "{\"n\": 7}", "x"},
        {"23", "a{{ n }} {{- n -}} b", "{\"n\": 7}", "a77b"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
