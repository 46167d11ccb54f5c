#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Iteration, AsTheReference) {
    // Goal: every iterable gives its items in order. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{% for c in 'aé😀' %}[{{ c }}]{% endfor %}", "{}", "[a][é][😀]"},
        {"02",
         "{% for k in d %}{{ k }}{% endfor %} {% for v in d.values() %}{{ v }}{% endfor %}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "baC 123"},
        {"03", "{% for i in range(3) %}{{ i }}{% endfor %}{% for i in (1, 2) %}{{ i }}{% endfor %}", "{}", "01212"},
        {"04", "{% for i in missing %}x{% endfor %}", "{}", ""},
        {"05", "{% for i in 5 %}{% endfor %}", "{}", "!TypeError"},
        {"06",
         "{% for i in l %}{% if i == 3 %}{% set _ = l.append(9) %}{% endif %}{{ i }}{% endfor %}",
         "{\"l\": [3, 1, 2]}",
         "3129"},
        {"07",
         "{% set g = l | map('string') %}{{ g | list }}{{ g | list }}",
         "{\"l\": [3, 1, 2]}",
         "['3', '1', '2'][]"},
        {"08", "{% for i in l | select('odd') %}{{ i }}{% endfor %}", "{\"l\": [3, 1, 2]}", "31"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
