#include "dbt.h"
#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Attributes, AsTheReference) {
    // Goal: attributes come before items with a dot, items before attributes in brackets. Method: templates whose
    // output the reference implementation gave.
    constexpr RenderCase kCases[] = {
        {"01", "{{ {'items': 1}.items is callable }} {{ {'items': 1}['items'] }}", "{}", "True 1"},
        {"02",
         "{{ {'keys': 1}['keys'] }} {{ d['keys'] is callable }}",
         "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}",
         "1 True"},
        {"03", "{{ l['append'] is callable }}", "{\"l\": [3, 1, 2]}", "True"},
        {"04", "{{ s['upper']() }}", "{\"s\": \"Hello World\"}", "HELLO WORLD"},
        {"05", "{{ 'a'.x }}|{{ 'a'['x'] }}|", "{}", "||"},
        {"06", "{{ namespace(a=1)['a'] }}|", "{}", "1|"},
        {"07", "{{ (1).__class__.__name__ }}", "{}", "int"},
        {"08", "{{ ''.join.__class__ is defined }}", "{}", "True"},
        {"09", "{{ d.b.c.d }}", "{\"d\": {\"b\": 1, \"a\": 2, \"C\": 3}}", "!UndefinedError"},
    };
    expect_renders(kCases);
}

TEST(Attributes, OfUndefinedWhileDbtParses) {
    // Goal: dbt's undefined values have a name and some other attributes. Method: as dbt-core 1.11 answers.
    dbt::Settings settings;
    settings.mode = dbt::Mode::parse;
    const auto render = [&](std::string_view text) {
        const Outcome<Value> rendered = dbt::render(text, "", Context(), settings);
        return rendered ? rendered->str() : "!" + std::string(rendered.error().python_class());
    };
    EXPECT_EQ(render("{{ m.name }}|{{ m.node }}|{{ m.hint }}|{{ m.alters_data }}|{{ m.other }}|{{ m['name'] }}"),
              "m|None|None|False||");
    EXPECT_EQ(render("{{ m.x.name }}|{{ m().name }}"), "x|m");
    EXPECT_EQ(render("{{ m.name() }}"), "!TypeError");
}

}  // namespace levada::jinja
