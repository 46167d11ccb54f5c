#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_component_mapping_definition() {
    return {
        .type = "ComponentMappingDefinition",
        .summary = "A place in a stream template and what is written there.",
        .fields = {list_field("field_path").required().items(JsonTypes::text),
                   text_field("value").required(),
                   text_field("value_type").one_of({"string", "number", "integer", "boolean"}),
                   boolean_field("create_or_update"),
                   text_field("condition")},
        .example = "type: ComponentMappingDefinition\nfield_path: [name]\nvalue: \"{{ components_values['name'] }}\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
