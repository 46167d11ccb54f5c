#include "levada/airbyte/components/interpolation.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {
namespace {

struct Fixture : testing::ComponentFixture {
    Fixture() : ComponentFixture(Json::object({{"k", "v"}, {"n", "007"}})) {}
    InterpolatedString text(std::string template_text) {
        return InterpolatedString::make(std::move(template_text), Json::object({{"p", "q"}}), context).value();
    }
};

TEST(Interpolation, TypesOfStrings) {
    struct Case {
        const char* text;
        ValueTypes types;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"{{ config['k'] }}", ValueTypes::any, "\"v\""},
        {"{{ parameters.p }}", ValueTypes::any, "\"q\""},
        {"{{ config.n }}", ValueTypes::any, "\"007\""},
        {"42", ValueTypes::any, "42"},
        {"42", ValueTypes::text, "\"42\""},
        {"4.5", ValueTypes::integer, "\"4.5\""},
        {"4", ValueTypes::integer, "4"},
        {"'4'", ValueTypes::integer, "\"'4'\""},
        {"{{ \"'x'\" }}", ValueTypes::boolean, "\"'x'\""},
        {"{{ \"'x'\" }}", ValueTypes::text, "\"x\""},
        {"{{ [1, 2] }}", ValueTypes::text_or_list, "[1,2]"},
        {"{{ none }}", ValueTypes::text_or_list, "\"None\""},
        {"", ValueTypes::any, "\"\""},
    };
    Fixture f;
    for (const Case& c : kCases) {
        const Result<Json> value = f.text(c.text).eval(Scope(), c.types);
        ASSERT_TRUE(value.has_value()) << c.text << ": " << value.error().to_string();
        EXPECT_EQ(value->dump(), c.want) << c.text;
    }
}

TEST(Interpolation, OnlyAnEmptyRenderingIsNone) {
    Fixture f;
    EXPECT_EQ(f.text("{{ '' }}").eval_or_none(Scope(), ValueTypes::any)->dump(), "null");
    EXPECT_EQ(f.text("{{ \"''\" }}").eval_or_none(Scope(), ValueTypes::any)->dump(), "\"\"");
}

TEST(Interpolation, AFirstValueThatIsTheTextStays) {
    // Goal: as in the CDK a template that first gives its own text is plain text from then on; one that gave another
    // value at first is not. Method: a TypeError gives the text, in the first or in the second evaluation.
    constexpr const char* kTemplate = "{{ record['n'] + 1 }}";
    Fixture f;
    const auto value_of = [](const InterpolatedString& text, std::string_view record) {
        Scope scope;
        scope.raw("record", record);
        return text.eval(scope).value().dump();
    };
    const InterpolatedString fails_first = f.text(kTemplate);
    EXPECT_EQ(value_of(fails_first, R"({"n":"x"})"), "\"" + std::string(kTemplate) + "\"");
    EXPECT_EQ(value_of(fails_first, R"({"n":1})"), "\"" + std::string(kTemplate) + "\"");
    const InterpolatedString fails_later = f.text(kTemplate);
    EXPECT_EQ(value_of(fails_later, R"({"n":1})"), "2");
    EXPECT_EQ(value_of(fails_later, R"({"n":"x"})"), "\"" + std::string(kTemplate) + "\"");
    EXPECT_EQ(value_of(fails_later, R"({"n":2})"), "3");
}

TEST(Interpolation, SeesItsScope) {
    Fixture f;
    const StreamSlice slice =
        StreamSlice::make(Json::object({{"id", 5}}), Json(), Json::object({{"a.b", "x"}})).value();
    Scope scope;
    scope.raw("record", R"({"name":"Ann"})").slice(&slice);
    EXPECT_EQ(f.text("{{ record.name }}-{{ stream_partition.id }}").text(scope).value(), "Ann-5");
    EXPECT_EQ(f.text("{{ stream_slice.extra_fields['a.b'] }}").text(scope).value(), "x");
    std::string json;
    ASSERT_TRUE(f.text("{{ record }}").append_json(scope, ValueTypes::any, json).has_value());
    EXPECT_EQ(json, R"({"name":"Ann"})");
    EXPECT_TRUE(f.text("{{ record.none_such }}").eval_or_none(scope, ValueTypes::any)->is_null());
    EXPECT_FALSE(f.text("{{ unknown_name }}").eval(scope).has_value());
}

TEST(Interpolation, ConfigIsLive) {
    Fixture f;
    const InterpolatedString text = f.text("{{ config['k'] }}");
    EXPECT_EQ(text.text(Scope()).value(), "v");
    f.source.mutable_config().set("k", Json("w"));
    EXPECT_EQ(text.text(Scope()).value(), "w");
}

TEST(Interpolation, StreamStateIsRefused) {
    Fixture f;
    const Result<Json> value = f.text("{{ stream_state['x'] }}").eval(Scope());
    ASSERT_FALSE(value.has_value());
    EXPECT_EQ(failure_type_of(value.error()), FailureType::config_error);
}

TEST(Interpolation, Booleans) {
    Fixture f;
    const auto holds = [&f](Json condition) {
        return InterpolatedBoolean::make(condition, Json::object(), f.context).value().eval(Scope()).value();
    };
    EXPECT_TRUE(holds(Json("{{ 1 == 1 }}")));
    EXPECT_TRUE(holds(Json("no")));
    EXPECT_TRUE(holds(Json(true)));
    EXPECT_FALSE(holds(Json("")));
    EXPECT_FALSE(holds(Json("{{ config.missing }}")));
    EXPECT_FALSE(InterpolatedBoolean().eval(Scope()).value());
}

TEST(Interpolation, ConstantsAndDefaults) {
    Fixture f;
    EXPECT_TRUE(f.text("plain").is_constant());
    EXPECT_FALSE(f.text("{{ 1 }}").is_constant());
    EXPECT_EQ(InterpolatedString().eval(Scope())->as_string(), "");
    EXPECT_EQ(f.text("{{ 1 }}").source(), "{{ 1 }}");
}

}  // namespace
}  // namespace levada::airbyte
