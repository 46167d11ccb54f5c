#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_dynamic_stream_check_config() {
    return {
        .type = "DynamicStreamCheckConfig",
        .summary = "Which of the streams made from a template are checked.",
        .fields = {text_field("dynamic_stream_name").required(), integer_field("stream_count").at_least(1)},
        .example = "type: DynamicStreamCheckConfig\ndynamic_stream_name: tables\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
