#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_add_fields() {
    return {
        .type = "ConfigAddFields",
        .summary = "Sets fields of the configuration.",
        .fields = {components_field("fields").required().of({"AddedFieldDefinition"}), text_field("condition")},
        .example = "type: ConfigAddFields\nfields: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
