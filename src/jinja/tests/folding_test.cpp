#include "folding.h"

#include "dbt.h"
#include "template_access.h"

#include <gtest/gtest.h>

#include "levada/jinja/template.h"

namespace levada::jinja {

TEST(Folding, AsJinjaComputesAtCompileTime) {
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
        {"{{ 5 is odd }}", true},
        {"{{ 'a' | default(n) }}", false},
    };
    for (const Case& c : kCases) {
        const Template compiled = Template::compile(c.text, dbt::environment(dbt::Mode::native)).value();
        EXPECT_EQ(is_foldable(*program_of(compiled)->single), c.want) << c.text;
    }
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
}

}  // namespace levada::jinja
