#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_complex_field_type() {
    return {
        .type = "ComplexFieldType",
        .summary = "A type of a field that is made of others.",
        .fields = {text_field("field_type").required(),
                   Field("items", JsonTypes::text | JsonTypes::mapping).of({"ComplexFieldType"})},
        .example = "type: ComplexFieldType\nfield_type: array\nitems: string\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
