#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_validate_adheres_to_schema() {
    return {
        .type = "ValidateAdheresToSchema",
        .summary = "The value fits a JSON schema.",
        .fields = {Field("base_schema", JsonTypes::text | JsonTypes::mapping).required()},
        .example = "type: ValidateAdheresToSchema\nbase_schema: {type: object}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
