#include "project/fields.h"

#include <gtest/gtest.h>

#include "levada/base/yaml.h"

namespace levada::app {
namespace {

TEST(Fields, ReadsByNameAndKind) {
    const Json node = parse_yaml("a: x\nb: 3\nc: yes\nd: [p, q]\ne: {f: 1}\ng: one\n", "p.yaml").value();
    Fields fields = Fields::of(node, "p.yaml", "top").value();
    EXPECT_EQ(fields.text("a", "").value(), "x");
    EXPECT_EQ(fields.text("none", "other").value(), "other");
    EXPECT_EQ(fields.integer("b", 0).value(), 3);
    EXPECT_TRUE(fields.boolean("c", false).value());
    EXPECT_EQ(fields.texts("d").value(), (std::vector<std::string>{"p", "q"}));
    EXPECT_EQ(fields.texts("a").value(), std::vector<std::string>{"x"});
    EXPECT_NE(fields.map("e").value(), nullptr);
    EXPECT_EQ(fields.choice("g", {"one", "two"}, "").value(), "one");
    EXPECT_TRUE(fields.refuse_unknown());
}

TEST(Fields, ErrorsNameKeyKindAndLine) {
    const Json node = parse_yaml("a: x\nb: [1]\ng: onne\n", "p.yaml").value();
    Fields fields = Fields::of(node, "p.yaml", "top").value();
    struct Case {
        Error error;
        const char* message;
        const char* place;
    };
    const Case cases[] = {
        {fields.integer("a", 0).error(), "top.a: wanted a whole number, found a text", "p.yaml:1"},
        {fields.boolean("a", false).error(), "top.a: wanted true or false, found a text", "p.yaml:1"},
        {fields.text("b", "").error(), "top.b: wanted a text, found a list", "p.yaml:2"},
        {fields.texts("b").error(), "top.b: wanted a list of texts, found a number", "p.yaml:2"},
        {fields.map("a").error(), "top.a: wanted a map, found a text", "p.yaml:1"},
        {fields.required_text("z").error(), "top.z is missing: wanted a text", "p.yaml:1"},
        {fields.choice("g", {"one", "two"}, "").error(),
         "top.g: wanted one of one, two, found \"onne\"; did you mean \"one\"?",
         "p.yaml:3"},
        {Fields::of(Json("x"), "p.yaml", "top").error(), "top: wanted a map, found a text", "p.yaml"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(c.error.message(), c.message);
        EXPECT_EQ(c.error.place(), c.place) << c.message;
    }
}

TEST(Fields, UnknownKeyGetsTheNearestKnown) {
    const Json node = parse_yaml("conector: x\n", "p.yaml").value();
    Fields fields = Fields::of(node, "p.yaml", "pipelines.a").value();
    ASSERT_TRUE(fields.text("connector", ""));
    const auto refused = fields.refuse_unknown();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message(), "unknown key \"pipelines.a.conector\"; did you mean \"connector\"?");
    EXPECT_EQ(refused.error().place(), "p.yaml:1");
}

}  // namespace
}  // namespace levada::app
