#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(ParserMacros, AsTheReference) {
    // Goal: macro signatures and the tags of dbt are read as dbt reads them. Method: templates whose output the
    // reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01",
         "{% macro t(a: int, b: Dict[str, List[str]] = none) %}{{ a }}{{ b }}{% endmacro %}{{ dbt_macro__t(1) }}",
         "{}",
         "1None"},
        {"02", "{% macro t(a: , b) %}{% endmacro %}", "{}", "!TemplateSyntaxError"},
        {"03", "{% macro t(a: List[int) %}{% endmacro %}", "{}", "!TemplateSyntaxError"},
        {"04", "{% macro t(a=1, b) %}{% endmacro %}", "{}", "!TemplateSyntaxError"},
        {"05", "{% macro t(a, a) %}{% endmacro %}", "{}", "!SyntaxError"},
        {"06",
         "{% materialization tbl, adapter='pg' %}{{ supported_languages }}{% endmaterialization %}{{ "
         "dbt_macro__materialization_tbl_pg() }}",
         "{}",
         "['sql']"},
        {"07",
         "{% materialization tbl, default %}M{% endmaterialization %}{{ dbt_macro__materialization_tbl_default() }}",
         "{}",
         "M"},
        {"08", "{% materialization tbl, nosuch=1 %}{% endmaterialization %}", "{}", "!TemplateSyntaxError"},
        {"09", "{% docs d %}{{ x }}{% enddocs %}after", "{}", "after"},
        {"10", "{% test t(model) %}x{% endtest %}{{ dbt_macro__test_t is defined }}", "{}", "True"},
        {"11", "{% call(q) nope() %}{% endcall %}", "{}", "!UndefinedError"},
    };
    expect_dbt(kCases);
}

}  // namespace levada::jinja
