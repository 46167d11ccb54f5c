#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(ParserExpressions, AsTheReference) {
    // Goal: precedence and mistakes are those of Jinja2. Method: templates whose output the reference implementation
    // gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ -2 ** 2 }} {{ 2 ** 3 ** 2 }} {{ 10 - 2 - 3 }}",
         "{}",
         "7 9 4 64 5"},
        {"02", "{{ 1 + 1 ~ 2 + 3 }}", "{}", "!TypeError"},
        {"03", "{{ not 1 == 2 }} {{ not 1 in [2] }} {{ 1 not in [2] }}", "{}", "True True True"},
        {"04", "{{ -n | abs }} {{ 1 | string + 'a' }}", "{\"n\": 7}", "7 1a"},
        {"05",
         "{{ 'a' 'b' }} {{ 1_000 }} {{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 1e3 }} {{ 1.5e-3 }}",
         "{}",
         "ab 1000 31 3 15 1000.0 0.0015"},
        {"06",
         "{{ l[1:] }} {{ l[:-1] }} {{ l[::2] }} {{ l[::-1] }}",
         "{\"l\": [3, 1, 2]}",
         "[1, 2] [3, 1] [3, 2] [2, 1, 3]"},
        {"07", "{{ {'a': 1,} }} {{ [1,] }} {{ (1,) }} {{ 1, 2 }}", "{}", "{'a': 1} [1] (1,) (1, 2)"},
        {"08", "{{ 1 + }}", "{}", "!TemplateSyntaxError"},
        {"09", "{{ a b }}", "{}", "!TemplateSyntaxError"},
        {"10", "{{ [1, }}", "{}", "!TemplateSyntaxError"},
        {"11", "{{ f(a=1, 2) }}", "{\"f\": 2.5}", "!TemplateSyntaxError"},
        {"12", "{{ f(**a, b) }}", "{\"f\": 2.5}", "!TemplateSyntaxError"},
        {"13", "{{ x is a is b }}", "{}", "!TemplateSyntaxError"},
        {"14", "{{ a.+ }}", "{}", "!TemplateSyntaxError"},
        {"15", "{{ }}", "{}", "!TemplateSyntaxError"},
        {"16", "{{ 01 }}", "{}", "!TemplateSyntaxError"},
        {"17", "{{ {1} }}", "{}", "!TemplateSyntaxError"},
        {"18", "{{ a if }}", "{}", "!TemplateSyntaxError"},
        {"19", "{{ dict(a=1, a=2) }}", "{}", "!SyntaxError"},
        {"20", "{{ true }}{{ None }}{{ False }}", "{}", "TrueNoneFalse"},
        {"21", "{{ n is odd and n > 1 or false }}", "{\"n\": 7}", "True"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
