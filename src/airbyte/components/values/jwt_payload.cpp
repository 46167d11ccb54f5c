#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_jwt_payload() {
    return {
        .type = "JwtPayload",
        .summary = "Claims of a JWT that have a name of their own.",
        .fields = {text_field("iss"), text_field("sub"), text_field("aud")},
        .example = "type: JwtPayload\niss: \"{{ config['client_id'] }}\"\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
