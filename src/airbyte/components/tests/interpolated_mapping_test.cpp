#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/interpolation.h"

namespace levada::airbyte {
namespace {

TEST(InterpolatedMapping, Inputs) {
    testing::ComponentFixture f(Json::object({{"k", "v"}}));
    const auto eval = [&f](std::string_view input) {
        const Json node = parse_json(input).value();
        return InterpolatedInput::make(&node, Json::object(), f.context)
            .value()
            .eval(Scope(), ValueTypes::text_or_list)
            ->dump();
    };
    EXPECT_EQ(eval(R"({"a":"{{ config.k }}","{{ config.k }}":"x","n":5})"), R"({"a":"v","v":"x","n":5})");
    EXPECT_EQ(eval(R"({"gone":"{{ config.missing }}","kept":"{{ 5 }}"})"), R"({"kept":"5"})");
    EXPECT_EQ(eval(R"("{{ {'a': none, 'b': 1} }}")"), R"({"b":1})");
    EXPECT_EQ(eval(R"("text {{ config.k }}")"), "\"text v\"");
    EXPECT_EQ(
        InterpolatedInput::make(nullptr, Json::object(), f.context).value().eval(Scope(), ValueTypes::any)->dump(),
        "{}");
}

TEST(InterpolatedMapping, Nested) {
    testing::ComponentFixture f(Json::object({{"k", "v"}}));
    const Json node =
        parse_json(R"({"q":{"a":"{{ config.k }}","gone":"{{ config.none }}","l":["{{ 1 }}",null]},"n":2})").value();
    const auto made = InterpolatedNested::make(&node, Json::object(), f.context);
    EXPECT_EQ(made->eval(Scope())->dump(), R"({"q":{"a":"v","l":[1,null]},"n":2})");
}

TEST(InterpolatedMapping, KeysThatAreNoTexts) {
    // Goal: a key of a JSON body may be any value and goes out as Python's json writes it; elsewhere as Python prints
    // it.
    testing::ComponentFixture f(Json::object({{"empty", ""}}));
    const Json node = parse_json(R"({"{{ config.empty }}":"a","{{ 1 == 1 }}":"b","{{ 3 }}":"c"})").value();
    const auto nested = InterpolatedNested::make(&node, Json::object(), f.context);
    EXPECT_EQ(nested->eval(Scope())->dump(), R"({"null":"a","true":"b","3":"c"})");
    const auto input = InterpolatedInput::make(&node, Json::object(), f.context);
    EXPECT_EQ(input->eval(Scope(), ValueTypes::any)->dump(), R"({"None":"a","True":"b","3":"c"})");
}

}  // namespace
}  // namespace levada::airbyte
