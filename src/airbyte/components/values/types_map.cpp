#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_types_map() {
    return {
        .type = "TypesMap",
        .summary = "One type name of an API and what it is to Airbyte.",
        .fields = {Field("target_type", JsonTypes::text | JsonTypes::list | JsonTypes::mapping)
                       .required()
                       .items(JsonTypes::text)
                       .of({"ComplexFieldType"}),
                   Field("current_type", JsonTypes::text | JsonTypes::list).required().items(JsonTypes::text),
                   text_field("condition")},
        .example = "type: TypesMap\ncurrent_type: money\ntarget_type: number\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
