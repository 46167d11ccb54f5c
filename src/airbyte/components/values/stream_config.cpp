#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_stream_config() {
    return {
        .type = "StreamConfig",
        .summary = "The list in the configuration that streams are made from.",
        .fields = {list_field("configs_pointer").required().items(JsonTypes::text),
                   list_field("default_values").items(JsonTypes::mapping)},
        .example = "type: StreamConfig\nconfigs_pointer: [tables]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
