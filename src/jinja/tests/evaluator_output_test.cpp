#include "dbt.h"
#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(EvaluatorOutput, Text) {
    constexpr RenderCase kCases[] = {
        {"values of each kind",
         "{{ n }}{{ s }}{{ l }}{{ none }}{{ missing }}",
         R"({"n": 7, "s": "x", "l": [1]})",
         "7x[1]None"},
        {"escaped", "{% autoescape true %}{{ s }}{{ s | safe }}{% endautoescape %}{{ s }}", R"({"s": "<"})", "&lt;<<"},
        {"as the run knows",
         "{% for x in l %}{% autoescape x %}{{ s }}{% endautoescape %}{% endfor %}",
         R"({"s": "<", "l": [true, false]})",
         "&lt;<"},
        {"what a called function gives is joined as it is",
         "{% macro m() %}<{{ caller() }}{% endmacro %}{% call m() %}{% endcall %}",
         "{}",
         "<"},
        {"and has to be text", "{% call f() %}{% endcall %}", R"({"f": 1})", "!TypeError"},
        {"so has what a filter block gives", "{% filter length %}abc{% endfilter %}", "{}", "!TypeError"},
    };
    expect_renders(kCases);
}

TEST(EvaluatorOutput, PiecesAreTextsFromTheSecondOn) {
    // Goal: native rendering shows a list as it was when it was put out, but for a lone one. Method: a list that grows.
    const auto render = [](const char* text) {
        Context context;
        context.set("l", Value::list({Value::integer(1)}));
        dbt::Settings settings;
        settings.mode = dbt::Mode::native;
        const Outcome<Value> value = dbt::render(text, "", context, settings);
        return value ? value->repr() : "!" + std::string(value.error().python_class());
    };
    EXPECT_EQ(render("{{ l }}{% do l.append(2) %}"), "[1, 2]");
    EXPECT_EQ(render("{{ l }}{% do l.append(2) %}{{ l }}{% do l.append(3) %}"), "'[1, 2][1, 2]'");
    EXPECT_EQ(render("a{{ l }}{% do l.append(2) %}{{ l }}"), "'a[1][1, 2]'");
}

}  // namespace levada::jinja
