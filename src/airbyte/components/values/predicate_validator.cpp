#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_predicate_validator() {
    return {
        .type = "PredicateValidator",
        .summary = "Validates a value made from the configuration.",
        .fields = {any_field("value").required(),
                   component_field("validation_strategy")
                       .required()
                       .of({"ValidateAdheresToSchema", "CustomValidationStrategy"})},
        .example =
            "type: PredicateValidator\nvalue: a\nvalidation_strategy: {type: ValidateAdheresToSchema, base_schema: "
            "{}}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
