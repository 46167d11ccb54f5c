#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Dbt, AsTheReference) {
    // Goal: templates render as in dbt. Method: templates whose output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "plain\n", "{}", "plain\n"},
        {"02", "{% do l.append(4) %}{{ l }}", "{\"l\": [3, 1, 2]}", "[3, 1, 2, 4]"},
        {"03", "{% for i in range(9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "{}", "012"},
        {"04", "{% for i in range(3) %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "{}", "02"},
        {"05", "{% macro m() %}x{% endmacro %}{{ m is defined }}{{ dbt_macro__m() }}", "{}", "Falsex"},
        {"06", "{{ '1' | as_number }}{{ l | is_list }}", "{\"l\": [3, 1, 2]}", "1True"},
        {"07", "{{ ''.__class__.__mro__ }}", "{}", "!SecurityError"},
        {"08", "{{ range(100001) }}", "{}", "!OverflowError"},
        {"09", "{% break %}", "{}", "!SyntaxError"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
