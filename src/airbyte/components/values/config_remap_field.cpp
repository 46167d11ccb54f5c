#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_config_remap_field() {
    return {
        .type = "ConfigRemapField",
        .summary = "Replaces the value of a configuration field by what a table says.",
        .fields = {Field("map", JsonTypes::mapping | JsonTypes::text).required(),
                   list_field("field_path").required().items(JsonTypes::text)},
        .example = "type: ConfigRemapField\nmap: {a: b}\nfield_path: [kind]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
