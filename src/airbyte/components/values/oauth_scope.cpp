#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_oauth_scope() {
    return {
        .type = "OAuthScope",
        .summary = "One scope to ask for.",
        .fields = {text_field("scope").required()},
        .example = "type: OAuthScope\nscope: read\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
