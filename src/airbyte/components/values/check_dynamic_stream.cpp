#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_check_dynamic_stream() {
    return {
        .type = "CheckDynamicStream",
        .summary = "Checks a connection by reading the first record of the first streams.",
        .fields = {integer_field("stream_count").required(),
                   boolean_field("use_check_availability"),
                   mapping_field("config_overrides")},
        .example = "type: CheckDynamicStream\nstream_count: 1\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
