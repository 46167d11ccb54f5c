#include "evaluator.h"

#include "render_case.h"

#include <gtest/gtest.h>

#include "levada/jinja/template.h"

namespace levada::jinja {

TEST(Evaluator, Limits) {
    // Goal: a template cannot take more than its limits. Method: small limits, templates that exceed each.
    EnvironmentOptions options;
    options.limits.loop_iterations_max = 1000;
    options.limits.output_size_bytes_max = 5000;
    options.limits.call_depth_max = 50;
    options.limits.nesting_depth_max = 40;
    const Environment environment(options);
    constexpr RenderCase kCases[] = {
        {"iterations", "{% for i in range(100000) %}{% endfor %}", "{}", "!RuntimeError"},
        {"nested iterations",
         "{% for i in range(100) %}{% for j in range(100) %}{% endfor %}{% endfor %}",
         "{}",
         "!RuntimeError"},
        {"output", "{{ 'x' * 6000 }}", "{}", "!MemoryError"},
        {"recursion", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{}", "!RecursionError"},
        {"block recursion", "{% block b %}{{ self.b() }}{% endblock %}", "{}", "!RecursionError"},
        {"nesting",
         "{{ ((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))) }}",
         "{}",
         "!RecursionError"},
        {"repetition", "{{ 'x' * 999999999999 }}", "{}", "!MemoryError"},
        {"power", "{{ 10 ** (10 ** 10) }}", "{}", "!MemoryError"},
        {"within", "{% for i in range(10) %}{{ i }}{% endfor %}", "{}", "0123456789"},
    };
    expect_renders(kCases, environment);
}

TEST(Evaluator, RandomNeedsASeed) {
    const Template random = Template::compile("{{ [1, 2] | random }}", Environment::plain()).value();
    EXPECT_EQ(random.render(Context()).error().code(), ErrorCode::unsupported);
    Context seeded;
    seeded.set_random_seed(1);
    EXPECT_EQ(*random.render(seeded), *random.render(seeded));
}

TEST(Evaluator, RecordsCannotBeChanged) {
    Context context;
    context.set("record", Value::raw_json(R"({"a": 1, "l": [1]})"));
    for (const char* text : {"{{ record.update({'b': 2}) }}", "{{ record.pop('a') }}", "{{ record.l.append(2) }}"}) {
        EXPECT_EQ(Template::compile(text, Environment::plain()).value().render(context).error().code(),
                  ErrorCode::unsupported)
            << text;
    }
}

TEST(Evaluator, FramesOfEscapedMacrosStayAlive) {
    constexpr RenderCase kCases[] = {
        {"macro of a macro",
         "{% set ns = namespace() %}{% macro o(x) %}{% macro i() %}{{ x }}{% endmacro %}{% set ns.f = i %}{% endmacro "
         "%}"
         "{{ o(5) }}{{ ns.f() }}",
         "{}",
         "5"},
        {"loop object",
         "{% set ns = namespace() %}{% for i in [1, 2] if i %}{% set ns.l = loop %}{% endfor %}{{ ns.l.index }}",
         "{}",
         "2"},
        {"many callers",
         "{% macro m() %}{{ caller() }}{% endmacro %}{% for i in range(50) %}{% call m() %}{% endcall %}{% endfor %}ok",
         "{}",
         "ok"},
    };
    expect_renders(kCases);
}

}  // namespace levada::jinja
