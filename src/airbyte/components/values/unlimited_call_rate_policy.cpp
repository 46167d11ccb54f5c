#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_unlimited_call_rate_policy() {
    return {
        .type = "UnlimitedCallRatePolicy",
        .summary = "No limit for the requests that match.",
        .fields = {components_field("matchers")
                       .required()
                       .of({"HttpRequestRegexMatcher"})
                       .doc("Requests that are free; none: all.")},
        .example = "type: UnlimitedCallRatePolicy\nmatchers: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
