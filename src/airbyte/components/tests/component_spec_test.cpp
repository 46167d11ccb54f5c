#include "levada/airbyte/components/component_spec.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/record_selector.h"

namespace levada::airbyte {
namespace {

TEST(ComponentSpec, FieldValues) {
    testing::ComponentFixture f(Json::object({{"k", "v"}}));
    const Json node = testing::yaml(
        "type: X\n$parameters: {p: 1}\nt: text\ni: 5\nd: 2.9\nb: true\nn: null\ntemplate: \"{{ config.k }}\"\nlist: "
        "[1, 2]\n");
    const FieldValues fields(node, f.context);
    EXPECT_EQ(fields.text("t"), "text");
    EXPECT_EQ(fields.text("missing", "other"), "other");
    EXPECT_EQ(fields.optional_text("n"), std::nullopt);
    EXPECT_EQ(fields.integer("i"), 5);
    EXPECT_EQ(fields.integer("d"), 2);
    EXPECT_EQ(fields.number("d"), 2.9);
    EXPECT_TRUE(fields.boolean("b"));
    EXPECT_FALSE(fields.has("n"));
    EXPECT_EQ(fields.parameters().dump(), R"({"p":1})");
    EXPECT_EQ(fields.interpolated("template")->text(Scope()).value(), "v");
    EXPECT_EQ(items_of(*fields.json("list")).size(), 2U);
    EXPECT_EQ(items_of(*fields.json("t")).size(), 1U);
    EXPECT_NE(fields.error("i", "too big").message().find("X.i: too big"), std::string::npos);
}

TEST(ComponentSpec, NamesTypes) {
    EXPECT_EQ(to_string(JsonTypes::text), "text");
    EXPECT_EQ(to_string(JsonTypes::null | JsonTypes::list | JsonTypes::mapping), "mapping or list or null");
    EXPECT_EQ(to_string(JsonTypes::number | JsonTypes::boolean | JsonTypes::integer), "integer or number or boolean");
    EXPECT_EQ(to_string(JsonTypes::any), "anything");
}

TEST(ComponentSpec, UnknownTypesAreRefused) {
    testing::ComponentFixture f;
    const auto made = f.make<Transformation>("type: NoSuchThing\n");
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code(), ErrorCode::unsupported);
    EXPECT_NE(made.error().message().find("NoSuchThing"), std::string::npos);
}

}  // namespace
}  // namespace levada::airbyte
