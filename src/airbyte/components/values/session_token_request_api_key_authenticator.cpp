#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_session_token_request_api_key_authenticator() {
    return {
        .type = "ApiKey",
        .summary = "Sends a session token where the manifest says.",
        .fields = {component_field("inject_into").required().of({"RequestOption"}), text_field("api_token")},
        .example = "type: ApiKey\ninject_into: {type: RequestOption, inject_into: header, field_name: X-Token}\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
