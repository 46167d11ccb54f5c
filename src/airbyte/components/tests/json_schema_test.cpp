#include "json_schema.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(JsonSchema, Violations) {
    struct Case {
        const char* name;
        const char* schema;
        const char* good;
        const char* bad;
    };
    constexpr Case kCases[] = {
        {"type", R"({"type":"string"})", "\"a\"", "1"},
        {"types", R"({"type":["null","integer"]})", "1.0", "1.5"},
        {"required", R"({"required":["a"]})", R"({"a":null})", "{}"},
        {"properties", R"({"properties":{"a":{"type":"integer"}}})", R"({"a":1,"b":"x"})", R"({"a":"1"})"},
        {"no additional", R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
        {"pattern properties", R"({"patternProperties":{"^x":{"type":"integer"}}})", R"({"x1":1})", R"({"x1":"a"})"},
        {"enum", R"({"enum":["a",1]})", "1", "true"},
        {"const", R"({"const":"a"})", "\"a\"", "\"b\""},
        {"pattern", R"({"pattern":"^\\d+$"})", "\"12\"", "\"a\""},
        {"minimum", R"({"minimum":1,"maximum":5})", "5", "0"},
        {"exclusive", R"({"exclusiveMinimum":1})", "2", "1"},
        {"multiple", R"({"multipleOf":5})", "10", "11"},
        {"lengths", R"({"minLength":2,"maxLength":3})", "\"éa\"", "\"a\""},
        {"items", R"({"items":{"type":"integer"},"minItems":1})", "[1]", "[\"a\"]"},
        {"unique", R"({"uniqueItems":true})", "[1,2]", "[1,1]"},
        {"oneOf", R"({"oneOf":[{"type":"integer"},{"minimum":5}]})", "1", "7"},
        {"anyOf", R"({"anyOf":[{"type":"integer"},{"type":"string"}]})", "1", "null"},
        {"allOf", R"({"allOf":[{"type":"integer"},{"minimum":5}]})", "5", "4"},
        {"not", R"({"not":{"type":"integer"}})", "\"a\"", "1"},
        {"if then", R"({"if":{"type":"integer"},"then":{"minimum":5}})", "\"a\"", "1"},
        {"reference", R"({"$ref":"#/definitions/d","definitions":{"d":{"type":"integer"}}})", "1", "\"a\""},
        {"false schema", R"({"properties":{"a":false}})", "{}", R"({"a":1})"},
    };
    for (const Case& c : kCases) {
        const Json schema = parse_json(c.schema).value();
        const auto good = schema_violation(parse_json(c.good).value(), schema);
        ASSERT_TRUE(good.has_value()) << "case: " << c.name;
        EXPECT_FALSE(good->has_value()) << "case: " << c.name << ": " << good->value_or("");
        const auto bad = schema_violation(parse_json(c.bad).value(), schema);
        ASSERT_TRUE(bad.has_value()) << "case: " << c.name;
        EXPECT_TRUE(bad->has_value()) << "case: " << c.name;
    }
}

TEST(JsonSchema, BrokenSchemas) {
    EXPECT_FALSE(schema_violation(Json(1), parse_json(R"({"$ref":"#/nope"})").value()).has_value());
    EXPECT_FALSE(schema_violation(Json("a"), parse_json(R"({"pattern":"("})").value()).has_value());
}

}  // namespace
}  // namespace levada::airbyte
