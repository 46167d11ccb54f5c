#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_normalization_rules() {
    return {
        .type = "ConfigNormalizationRules",
        .summary = "What is done with a configuration before it is used.",
        .fields = {components_field("config_migrations").of({"ConfigMigration"}),
                   components_field("transformations")
                       .of({"ConfigRemapField", "ConfigAddFields", "ConfigRemoveFields", "CustomConfigTransformation"}),
                   components_field("validations").of({"DpathValidator", "PredicateValidator"})},
        .example = "type: ConfigNormalizationRules\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
