#include "folding.h"

#include "dbt.h"
#include "render_case.h"
#include "template_access.h"

#include <gtest/gtest.h>

#include "levada/jinja/template.h"

namespace levada::jinja {

TEST(Folding, AsJinjaComputesAtCompileTime) {
    // Goal: what Jinja2's compiler computes is computed once, and nothing else. Method: whether the output is text
    // before any run.
    struct Case {
        const char* text;
        bool want;
    };
    constexpr Case kCases[] = {
        {"{{ 1 + 2 }}", true},
        {"{{ [1, 'a'] }}", true},
        {"{{ 'a' | upper }}", true},
        {"{{ n }}", false},
        {"{{ range(3) }}", false},
        {"{{ [1] | map('string') }}", false},
        {"{{ '1' | as_number }}", false},
        {"{{ 'a' if n }}", false},
        {"{{ 'a' if false else 'b' }}", true},
        {"{{ 5 is odd }}", true},
        {"{{ 'a' | default(n) }}", false},
        {"{{ 2 > 1 > n }}", false},
        {"{{ 2 < 1 < n }}", true},
        {"{{ {} and n }}", true},
        {"{{ 1 / 0 }}", false},
        {"{{ (1, {}['a']) }}", false},
        {"{{ 'a' * 100000 }}", false},
    };
    for (const Case& c : kCases) {
        const Template compiled = Template::compile(c.text, dbt::environment(dbt::Mode::native)).value();
        EXPECT_EQ(program_of(compiled)->body[0]->parts[0].is_computed, c.want) << c.text;
    }
}

TEST(Folding, WhatShowsOfIt) {
    // Goal: the compiler's errors, escaping and numbers are Jinja2's. Method: templates whose output the reference
    // implementation gave.
    constexpr RenderCase kCases[] = {
        {"an infinite number is no name", "{{ n + 1e999 }}", R"({"n": 1})", "!NameError"},
        {"but it prints", "{{ 1e999 }} {{ -1e999 }}", "{}", "inf -inf"},
        {"and may vanish", "{{ n ~ (1e999 | string) }}", R"({"n": 1})", "1inf"},
        {"in a list it does not", "{{ [1e999] + l }}", R"({"l": []})", "!NameError"},
        {"a negative base", "{{ -2 ** n }} {{ (-n) ** 2 }}", R"({"n": 2})", "-4 4"},
        {"a slice among others", "{{ 'abc'[::2, 1] }}|{{ ['abc'[::2, 1]] | length }}", "{}", "|1"},
        {"of a variable", "{{ s[::2, 1] }}", R"({"s": ""})", "!SyntaxError"},
        {"where the filter fails", "{{ 'abc'[::2, 1] | tojson }}", "{}", "!SyntaxError"},
        {"an unknown filter comes first", "{{ s[::2, 1] | zz }}", "{}", "!TemplateAssertionError"},
        {"a key that cannot be hashed", "{{ ({[]: 1, 'a': n} if n) }}", "{}", "!TypeError"},
        {"behind an unknown value it may stand", "{{ ({'a': n, []: 1} if n) }}", "{}", ""},
        {"escaped as the compiler knows it",
         "{% autoescape x %}{{ {'a': 1} }}{{ d }}{% endautoescape %}",
         R"({"x": true, "d": {"a": 1}})",
         "{'a': 1}{&#39;a&#39;: 1}"},
        {"a filter is not computed there",
         "{% autoescape x %}{{ '<' | upper }}{% endautoescape %}",
         R"({"x": 1})",
         "&lt;"},
        {"~ of text is text",
         "{% autoescape true %}{{ ('<' ~ s) | length }}{{ '<' ~ s }}{{ '<' ~ (s | safe) }}{% endautoescape %}",
         R"({"s": ">"})",
         "2&lt;&gt;&lt;>"},
        {"a macro escapes where it is written",
         "{% macro m(x) %}{{ x }}{% endmacro %}{% autoescape true %}{{ m('<') }}{% endautoescape %}",
         "{}",
         "<"},
        {"a filter block is not escaped again",
         "{% autoescape true %}{% filter title %}<{% endfilter %}{% endautoescape %}",
         "{}",
         "<"},
        {"a slice that the compiler computed within a list",
         "{{ ({'a': 1}[none:4] | list).get(1) }}",
         "{}",
         "!UndefinedError"},
    };
    expect_renders(kCases);
}

TEST(Folding, NativeTypes) {
    const auto render = [](const char* text) {
        Context context;
        context.set("n", Value::integer(7));
        context.set("l", Value::list({Value::integer(1)}));
        dbt::Settings settings;
        settings.mode = dbt::Mode::native;
        const Outcome<Value> value = dbt::render(text, "", context, settings);
        return value ? value->repr() : "!" + std::string(value.error().python_class());
    };
    EXPECT_EQ(render("{{ 1 }}"), "'1'");
    EXPECT_EQ(render("{{ n }}"), "7");
    EXPECT_EQ(render("{{ l }}"), "[1]");
    EXPECT_EQ(render("{{ n }}{{ n }}"), "'77'");
    EXPECT_EQ(render("{{ '1.5' | as_number }}"), "1.5");
    EXPECT_EQ(render("{{ '1' | as_bool }}"), "!JinjaRenderingError");
    EXPECT_EQ(render("{{ '[1]' | as_native }}"), "[1]");
    EXPECT_EQ(render("42"), "'42'");
    EXPECT_EQ(render("{{ (1, {}['a']) }}"), "(1, Undefined)");
    EXPECT_EQ(render("{{ {} and n }}"), "'{}'");
    EXPECT_EQ(render("a{{ l }}{% do l.append(2) %}{{ l }}"), "'a[1][1, 2]'");
    EXPECT_EQ(render("{% autoescape true %}{{ '<' ~ n }}{% endautoescape %}"), "'<7'");
    EXPECT_EQ(render("{% block a %}{{ l }}{% endblock %}"), "[1]");
    EXPECT_EQ(render("{% block a %}{{ n }}{% endblock %}{{ n }}"), "'77'");
    EXPECT_EQ(render("{% for i in [1] %}{% block a scoped %}{{ i }}{% endblock %}{% endfor %}"), "1");
    EXPECT_EQ(render("{% for i in [1] recursive %}x{% endfor %}"), "'x'");
    EXPECT_EQ(render("a{% for i in [1] recursive %}{{ i }}{% endfor %}"), "!TypeError");
    EXPECT_EQ(render("{% filter upper %}{{ n | string }}{% set v %}x{% endset %}{{ v }}{% endfilter %}"), "'7X'");
    EXPECT_EQ(render("{% filter upper %}{{ l }}{% set v %}x{% endset %}{{ nope.x }}{% endfilter %}"),
              "!UndefinedError");
    EXPECT_EQ(render("{% filter upper %}{% block a %}{{ n }}{% endblock %}{% endfilter %}"), "!TypeError");
}

}  // namespace levada::jinja
