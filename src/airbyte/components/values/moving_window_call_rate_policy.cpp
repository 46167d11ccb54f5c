#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_moving_window_call_rate_policy() {
    return {
        .type = "MovingWindowCallRatePolicy",
        .summary = "So many calls in any window of a length.",
        .fields = {components_field("rates").required().of({"Rate"}).doc("Calls and lengths, shortest first."),
                   components_field("matchers")
                       .required()
                       .of({"HttpRequestRegexMatcher"})
                       .doc("Requests that count; none: all.")},
        .example =
            "type: MovingWindowCallRatePolicy\nrates:\n  - type: Rate\n    limit: 60\n    interval: PT1M\nmatchers: "
            "[]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
