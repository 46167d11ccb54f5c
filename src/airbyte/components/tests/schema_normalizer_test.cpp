#include "schema_normalizer.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(SchemaNormalizer, Casts) {
    struct Case {
        const char* name;
        const char* type;  // of the one property
        const char* value;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"number to text", R"({"type":"string"})", "1.0", "\"1.0\""},
        {"boolean to text", R"({"type":["null","string"]})", "true", "\"True\""},
        {"null stays where it may", R"({"type":["null","string"]})", "null", "null"},
        {"null to text where it may not", R"({"type":"string"})", "null", "\"None\""},
        {"mapping to text", R"({"type":"string"})", R"({"a":1})", "\"{'a': 1}\""},
        {"text to number", R"({"type":"number"})", "\" 1_0.5 \"", "10.5"},
        {"integer to number", R"({"type":"number"})", "3", "3.0"},
        {"text to integer", R"({"type":"integer"})", "\"12\"", "12"},
        {"number to integer", R"({"type":"integer"})", "12.7", "12"},
        {"what cannot be cast stays", R"({"type":"integer"})", "\"x\"", "\"x\""},
        {"text to boolean", R"({"type":"boolean"})", "\" Yes\"", "true"},
        {"no boolean text", R"({"type":"boolean"})", "\"maybe\"", "\"maybe\""},
        {"several types stay", R"({"type":["string","integer"]})", "true", "true"},
        {"scalar to list", R"({"type":"array","items":{"type":["string"]}})", "\"a\"", "[\"a\"]"},
        {"a single item type name never fits", R"({"type":"array","items":{"type":"string"}})", "\"a\"", "\"a\""},
        {"items", R"({"type":"array","items":{"type":"string"}})", "[1]", "[\"1\"]"},
        {"nested", R"({"type":"object","properties":{"y":{"type":"string"}}})", R"({"y":1})", R"({"y":"1"})"},
        {"by reference", R"({"$ref":"#/definitions/t"})", R"({"y":1})", R"({"y":"1"})"},
    };
    for (const Case& c : kCases) {
        const Json schema = parse_json(std::string(R"({"properties":{"x":)") + c.type +
                                       R"(},"definitions":{"t":{"properties":{"y":{"type":"string"}}}}})")
                                .value();
        Json record = parse_json(std::string(R"({"x":)") + c.value + "}").value();
        const Result<bool> changed = normalize_by_schema(record, schema);
        ASSERT_TRUE(changed.has_value()) << "case: " << c.name;
        EXPECT_EQ(record.find("x")->dump(), c.want) << "case: " << c.name;
    }
}

TEST(SchemaNormalizer, BrokenReference) {
    Json record = Json::object({{"x", 1}});
    EXPECT_FALSE(
        normalize_by_schema(record, parse_json(R"({"properties":{"x":{"$ref":"#/nope"}}})").value()).has_value());
}

}  // namespace
}  // namespace levada::airbyte
