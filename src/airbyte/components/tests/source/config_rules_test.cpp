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
    EXPECT_EQ(migrated->dump(), R"({"auth":{"kind":"key"}})");
    EXPECT_EQ(rules.transform(*migrated, f.source)->dump(), R"({"auth":{"kind":"key"},"n":2})");
    EXPECT_TRUE(rules.validate(Json::object(), f.source).has_value()) << "a missing value is not looked at";
    EXPECT_TRUE(rules.validate(Json::object({{"q", "{\"a\":1}"}}), f.source).has_value()) << "JSON text counts";
    EXPECT_FALSE(rules.validate(Json::object({{"q", Json::array()}}), f.source).has_value());
    EXPECT_FALSE(rules.validate(Json::object({{"q", "no json"}}), f.source).has_value());
}

TEST(ConfigRules, WithoutRulesNothingChanges) {
    testing::ComponentFixture f;
    const ConfigRules rules(nullptr);
    EXPECT_EQ(rules.migrate(Json::object({{"a", 1}}), f.source)->dump(), R"({"a":1})");
    EXPECT_TRUE(rules.validate(Json::object(), f.source).has_value());
    const Json predicate =
        testing::yaml("config_normalization_rules: {validations: [{type: PredicateValidator, value: 1}]}\n");
    EXPECT_FALSE(ConfigRules(&predicate).validate(Json::object(), f.source).has_value()) << "fails in the CDK too";
}

}  // namespace
}  // namespace levada::airbyte
