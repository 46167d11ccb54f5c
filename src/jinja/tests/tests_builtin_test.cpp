#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(TestsBuiltin, AsTheReference) {
    // Goal: tests answer as in Jinja2. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{{ 3 is odd }} {{ 3 is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }}",
         "{}",
         "True False True False"},
        {"02", "{{ 'a' is odd }}", "{}", "!TypeError"},
        {"03",
         "{{ x is defined }} {{ n is defined }} {{ x is undefined }} {{ none is none }}",
         "{\"n\": 7}",
         "False True True True"},
        {"04", "{{ 'upper' is filter }} {{ 'nosuch' is filter }} {{ 'odd' is test }}", "{}", "True False True"},
        {"05",
         "{{ true is boolean }} {{ 1 is boolean }} {{ true is true }} {{ 1 is true }} {{ false is false }}",
         "{}",
         "True False True False True"},
        {"06",
         "{{ 1 is integer }} {{ true is integer }} {{ 1.0 is float }} {{ 1.5 is number }} {{ 'a' is number }}",
         "{}",
         "True False True True False"},
        {"07",
         "{{ 'a' is lower }} {{ 'A' is upper }} {{ 1 is lower }} {{ 'a' is string }} {{ d is mapping }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "True True False True True"},
        {"08",
         "{{ l is sequence }} {{ 5 is sequence }} {{ d is sequence }} {{ l is iterable }} {{ 5 is iterable }} {{ range "
         "is callable }} {{ n is callable }}",
         "{\"n\": 7, \"l\": [3, 1, 2], \"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "True False True True False True False"},
        {"09",
         "{{ n is sameas n }} {{ l is sameas l }} {{ [] is sameas [] }}",
         "{\"n\": 7, \"l\": [3, 1, 2]}",
         "True True False"},
        {"10",
         "{{ 1 is in l }} {{ n is in([7]) }} {{ 1 is eq 1 }} {{ 1 is ne 1 }} {{ 2 is gt 1 }} {{ 2 is lessthan 1 }} {{ "
         "1 is ge(1) }} {{ 1 is le 0 }}",
         "{\"n\": 7, \"l\": [3, 1, 2]}",
         "True True True False True False True False"},
        {"11", "{{ '<' | e is escaped }} {{ '<' is escaped }}", "{}", "True False"},
        {"12", "{{ n is nosuch }}", "{\"n\": 7}", "!TemplateAssertionError"},
        {"13", "{% if false %}{{ n is nosuch }}{% endif %}ok", "{\"n\": 7}", "ok"},
        {"14", "{% if true %}{{ n is nosuch }}{% endif %}", "{\"n\": 7}", "!TemplateRuntimeError"},
        {"15", "{{ n is not odd }}", "{\"n\": 7}", "False"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
