#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_request_window_splitting() {
    return {
        .type = "RequestWindowSplitting",
        .summary = "How windows that an API refuses are split.",
        .fields = {text_field("failure_message"), text_field("min_split_window").doc("ISO 8601 duration.")},
        .example = "type: RequestWindowSplitting\nmin_split_window: PT1H\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
