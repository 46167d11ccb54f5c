#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_session_token_request_bearer_authenticator() {
    return {
        .type = "Bearer",
        .summary = "Sends a session token as Bearer.",
        .fields = {},
        .example = "type: Bearer\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
