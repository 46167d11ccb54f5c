#include "source/config_rules.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(ConfigRules, MigratesTransformsValidates) {
    testing::ComponentFixture f;
    const Json spec = testing::yaml(
        "config_normalization_rules:\n"
        "  config_migrations:\n"
        "  - type: ConfigMigration\n"
        "    transformations:\n"
        "    - {type: ConfigAddFields, fields: [{path: [auth, kind], value: \"{{ config['old'] }}\"}]}\n"
        "    - {type: ConfigRemoveFields, field_pointers: [[old]]}\n"
        "    - {type: ConfigRemapField, field_path: [auth, kind], map: {k: key}}\n"
        "  transformations:\n"
        "  - {type: ConfigAddFields, fields: [{path: [n], value: \"{{ 1 + 1 }}\"}], condition: \"{{ config.auth }}\"}\n"
        "  validations:\n"
        "  - {type: DpathValidator, field_path: [q], validation_strategy: {type: ValidateAdheresToSchema, base_schema: "
        "{type: object}}}\n");
    const ConfigRules rules(&spec);
    const auto migrated = rules.migrate(Json::object({{"old", "k"}}), f.source);
    ASSERT_TRUE(migrated.has_value()) << migrated.error().to_string();
    EXPECT_EQ(migrated->config.dump(), R"({"auth":{"kind":"key"}})");
    EXPECT_TRUE(migrated->is_told);
    EXPECT_EQ(rules.transform(migrated->config, f.source)->dump(), R"({"auth":{"kind":"key"},"n":2})");
    EXPECT_TRUE(rules.validate(Json::object(), f.source).has_value()) << "a missing value is not looked at";
    EXPECT_TRUE(rules.validate(Json::object({{"q", "{\"a\":1}"}}), f.source).has_value()) << "JSON text counts";
    EXPECT_FALSE(rules.validate(Json::object({{"q", Json::array()}}), f.source).has_value());
    EXPECT_FALSE(rules.validate(Json::object({{"q", "no json"}}), f.source).has_value());
}

TEST(ConfigRules, ThePlatformIsToldOfChangesAtTheTop) {
    struct Case {
        const char* transformation;
        bool is_told;
    };
    constexpr Case kCases[] = {
        {"{type: ConfigAddFields, fields: [{path: [new], value: x}]}", true},
        {"{type: ConfigAddFields, fields: [{path: [a], value: x}]}", true},
        {"{type: ConfigAddFields, fields: [{path: [a], value: old}]}", false},
        {"{type: ConfigAddFields, fields: [{path: [in, x], value: x}]}", false},
        {"{type: ConfigRemoveFields, field_pointers: [[in, k]]}", false},
        {"{type: ConfigRemoveFields, field_pointers: [[a]]}", true},
        {"{type: ConfigRemapField, field_path: [in, k], map: {v: w}}", false},
        {"{type: ConfigRemapField, field_path: [a], map: {old: new}}", true},
    };
    testing::ComponentFixture f;
    const Json given = parse_json(R"({"a":"old","in":{"k":"v"}})").value();
    for (const Case& c : kCases) {
        const Json spec =
            testing::yaml(std::string("config_normalization_rules: {config_migrations: [{transformations: [") +
                          c.transformation + "]}]}\n");
        const auto migrated = ConfigRules(&spec).migrate(given, f.source);
        ASSERT_TRUE(migrated.has_value()) << c.transformation;
        EXPECT_EQ(migrated->is_told, c.is_told) << c.transformation;
    }
}

TEST(ConfigRules, TransformationsThatCannotBeMade) {
    // Goal: they are refused before any configuration is looked at.
    struct Case {
        const char* rules;
        bool is_good;
    };
    constexpr Case kCases[] = {
        {"{transformations: [{type: ConfigRemapField, field_path: [], map: {}}]}", false},
        {"{transformations: [{type: ConfigRemapField, field_path: [a], map: {}}]}", true},
        {"{transformations: [{type: ConfigAddFields, fields: [{path: [], value: x}]}]}", false},
        {"{config_migrations: [{transformations: [{type: ConfigRemapField, field_path: [], map: {}}]}]}", false},
    };
    testing::ComponentFixture f;
    for (const Case& c : kCases) {
        const Json spec = testing::yaml(std::string("config_normalization_rules: ") + c.rules + "\n");
        EXPECT_EQ(ConfigRules(&spec).check(f.source).has_value(), c.is_good) << c.rules;
    }
}

TEST(ConfigRules, AListCannotBeRemapped) {
    testing::ComponentFixture f;
    const Json spec = testing::yaml(
        "config_normalization_rules: {transformations: [{type: ConfigRemapField, field_path: [l], map: {a: b}}]}\n");
    EXPECT_FALSE(ConfigRules(&spec).transform(Json::object({{"l", Json::array()}}), f.source).has_value());
    EXPECT_EQ(ConfigRules(&spec).transform(Json::object({{"l", "a"}}), f.source)->dump(), R"({"l":"b"})");
}

TEST(ConfigRules, WithoutRulesNothingChanges) {
    testing::ComponentFixture f;
    const ConfigRules rules(nullptr);
    EXPECT_EQ(rules.migrate(Json::object({{"a", 1}}), f.source)->config.dump(), R"({"a":1})");
    EXPECT_TRUE(rules.validate(Json::object(), f.source).has_value());
    const Json predicate =
        testing::yaml("config_normalization_rules: {validations: [{type: PredicateValidator, value: 1}]}\n");
    EXPECT_FALSE(ConfigRules(&predicate).validate(Json::object(), f.source).has_value()) << "fails in the CDK too";
}

}  // namespace
}  // namespace levada::airbyte
