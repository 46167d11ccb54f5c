#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_check_stream() {
    return {
        .type = "CheckStream",
        .summary = "Checks a connection by reading the first record of streams.",
        .fields = {list_field("stream_names").items(JsonTypes::text),
                   components_field("dynamic_streams_check_configs").of({"DynamicStreamCheckConfig"}),
                   mapping_field("config_overrides")},
        .example = "type: CheckStream\nstream_names: [items]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
