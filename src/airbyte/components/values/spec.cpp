#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_spec() {
    return {
        .type = "Spec",
        .summary = "What a user has to configure.",
        .fields = {mapping_field("connection_specification").required(),
                   text_field("documentation_url"),
                   component_field("advanced_auth").of({"AuthFlow"}),
                   component_field("config_normalization_rules").of({"ConfigNormalizationRules"})},
        .example = "type: Spec\nconnection_specification: {type: object}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
