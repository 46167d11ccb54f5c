#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_dpath_validator() {
    return {
        .type = "DpathValidator",
        .summary = "Validates one value of the configuration.",
        .fields = {list_field("field_path").required().items(JsonTypes::text),
                   component_field("validation_strategy")
                       .required()
                       .of({"ValidateAdheresToSchema", "CustomValidationStrategy"})},
        .example =
            "type: DpathValidator\nfield_path: [filter]\nvalidation_strategy: {type: ValidateAdheresToSchema, "
            "base_schema: {}}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
