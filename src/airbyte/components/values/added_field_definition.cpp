#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_added_field_definition() {
    return {
        .type = "AddedFieldDefinition",
        .summary = "One field to set.",
        .fields = {list_field("path").required().items(JsonTypes::text).doc("Names on the way to the field."),
                   text_field("value").required().doc("A template; sees `record`, `config` and `stream_slice`."),
                   text_field("value_type").one_of({"string", "number", "integer", "boolean"})},
        .example = "type: AddedFieldDefinition\npath: [kind]\nvalue: order\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
