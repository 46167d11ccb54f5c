#include "levada/jinja/template.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(Template, Classifies) {
    const auto compile = [](const char* text) { return Template::compile(text, Environment::plain()).value(); };
    EXPECT_TRUE(compile("plain").is_constant());
    EXPECT_TRUE(compile("").is_constant());
    EXPECT_FALSE(compile("{{ a }}").is_constant());
    EXPECT_TRUE(compile("{{ a }}").is_single_expression());
    EXPECT_FALSE(compile("{{ a }} ").is_single_expression());
    EXPECT_EQ(compile("{{ b }}{{ a.x }}{% set c = 1 %}{{ c }}{{ range(2) }}").undeclared_variables(),
              (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(compile("a\r\n").source(), "a\r\n");
}

TEST(Template, EvaluatesAndRenders) {
    Context context;
    context.set("record", Value::raw_json(R"({"a": {"b": [1, 2]}})"));
    const Template path = Template::compile("{{ record['a']['b'] }}", Environment::plain()).value();
    EXPECT_EQ(path.evaluate(context)->kind(), Kind::raw_array);
    EXPECT_EQ(*path.render(context), "[1, 2]");
    std::string out = "kept ";
    ASSERT_TRUE(path.render_to(out, context));
    EXPECT_EQ(out, "kept [1, 2]");
}

TEST(Template, ErrorsHavePlaces) {
    const auto broken = Template::compile("a\n{{ 1 + }}", Environment::plain());
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(broken.error().fact("template_line"), "2");
    const Template undefined = Template::compile("ok\n\n{{ x.y }}", Environment::plain()).value();
    std::string out = "before";
    const auto done = undefined.render_to(out, Context());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(done.error().fact("template_line"), "3");
    EXPECT_EQ(out, "before");
}

TEST(Template, Expressions) {
    Context context;
    context.set("n", Value::integer(7));
    EXPECT_EQ(Expression::compile("n * 2 > 10 and n is odd", Environment::plain()).value().evaluate(context)->str(),
              "True");
    EXPECT_FALSE(Expression::compile("n }}", Environment::plain()));
    EXPECT_FALSE(Expression::compile("", Environment::plain()));
}

}  // namespace levada::jinja
