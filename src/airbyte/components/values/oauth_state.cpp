#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_oauth_state() {
    return {
        .type = "OAuthState",
        .summary = "How long the state of an OAuth flow is.",
        .fields = {integer_field("min").required(), integer_field("max").required()},
        .example = "type: OAuthState\nmin: 43\nmax: 128\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
