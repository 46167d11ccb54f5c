#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_remove_fields() {
    return {
        .type = "ConfigRemoveFields",
        .summary = "Removes fields of the configuration.",
        .fields = {list_field("field_pointers").required().items(JsonTypes::list), text_field("condition")},
        .example = "type: ConfigRemoveFields\nfield_pointers: [[old]]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
