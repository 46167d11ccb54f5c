#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_http_api_budget() {
    return {
        .type = "HTTPAPIBudget",
        .summary = "Limits the calls to an API, for all streams together.",
        .fields = {components_field("policies")
                       .required()
                       .of({"FixedWindowCallRatePolicy", "MovingWindowCallRatePolicy", "UnlimitedCallRatePolicy"})
                       .doc("The first that matches a request counts it."),
                   text_field("ratelimit_reset_header").doc("Header with the time of the next reset."),
                   text_field("ratelimit_remaining_header").doc("Header with the calls that are left."),
                   list_field("status_codes_for_ratelimit_hit")
                       .items(JsonTypes::integer)
                       .doc("Statuses that say the limit is reached.")},
        .example = "type: HTTPAPIBudget\npolicies:\n  - type: UnlimitedCallRatePolicy\n    matchers: []\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
