#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_fixed_window_call_rate_policy() {
    return {
        .type = "FixedWindowCallRatePolicy",
        .summary = "So many calls until a time, then anew.",
        .fields = {text_field("period").required().unit("ISO 8601 duration").doc("Length of a window."),
                   integer_field("call_limit").required().unit("calls").doc("Calls in a window."),
                   components_field("matchers")
                       .required()
                       .of({"HttpRequestRegexMatcher"})
                       .doc("Requests that count; none: all.")},
        .example = "type: FixedWindowCallRatePolicy\nperiod: PT1M\ncall_limit: 60\nmatchers: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
