#include "levada/jinja/environment.h"

#include "render_case.h"

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

Outcome<Value> shout(Evaluator& /*evaluator*/, const Value& input, Arguments& /*arguments*/) {
    return Value::string(input.str() + "!");
}

}  // namespace

TEST(Environment, Extends) {
    EnvironmentOptions options;
    options.trim_blocks = true;
    options.lstrip_blocks = true;
    options.keep_trailing_newline = true;
    Environment environment(options);
    environment.add_filter("shout", shout);
    environment.add_test("loud", shout);
    environment.add_global("answer", Value::integer(42));
    environment.add_alias("other", "real");
    environment.remove_global("lipsum");
    constexpr RenderCase kCases[] = {
        {"filter", "{{ 'a' | shout }}", "{}", "a!"},
        {"test", "{{ 'a' is loud }}", "{}", "a!"},
        {"global", "{{ answer }}", "{}", "42"},
        {"alias", "{{ other }}", R"({"real": 1})", "1"},
        {"removed", "{{ lipsum is defined }}", "{}", "False"},
        {"trim and strip", "  {% if true %}\n  x\n  {% endif %}\ny\n", "{}", "  x\ny\n"},
        {"plus keeps", "  {%+ if true +%}\nx{% endif %}", "{}", "  \nx"},
    };
    expect_renders(kCases, environment);
    EXPECT_EQ(environment.find_filter("nope"), nullptr);
    EXPECT_EQ(environment.find_test("nope"), nullptr);
    EXPECT_EQ(environment.variable_name("other"), "real");
}

TEST(Environment, Sandbox) {
    EnvironmentOptions options;
    options.sandboxed = true;
    options.autoescape = true;
    const Environment environment(options);
    constexpr RenderCase kCases[] = {
        {"private", "{{ ''.__class__.__mro__ }}", "{}", "!SecurityError"},
        {"format", "{{ '{0.__class__.__name__}'.format(1) }}", "{}", "!SecurityError"},
        {"range", "{{ range(100001) }}", "{}", "!OverflowError"},
        {"autoescape", "{{ '<' }}{{ '<' | safe }}", "{}", "&lt;<"},
    };
    expect_renders(kCases, environment);
}

}  // namespace levada::jinja
