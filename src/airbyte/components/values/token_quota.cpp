#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_token_quota() {
    return {
        .type = "TokenQuota",
        .summary = "One pool of calls that tokens have.",
        .fields = {text_field("name").required(),
                   list_field("remaining_path").required().items(JsonTypes::text),
                   list_field("reset_path").required().items(JsonTypes::text),
                   list_field("limit_path").items(JsonTypes::text),
                   text_field("remaining_header"),
                   text_field("reset_header"),
                   text_field("limit_header"),
                   list_field("exhaustion_status_codes").items(JsonTypes::integer),
                   components_field("matchers").of({"HttpRequestRegexMatcher"})},
        .example = "type: TokenQuota\nname: core\nremaining_path: [core, remaining]\nreset_path: [core, reset]\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
