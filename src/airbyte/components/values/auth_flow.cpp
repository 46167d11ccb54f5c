#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_auth_flow() {
    return {
        .type = "AuthFlow",
        .summary = "How a user signs in, for the form that asks for a configuration.",
        .fields = {text_field("auth_flow_type").one_of({"oauth2.0", "oauth1.0"}),
                   list_field("predicate_key").items(JsonTypes::text),
                   text_field("predicate_value"),
                   component_field("oauth_config_specification").of({"OAuthConfigSpecification"})},
        .example = "type: AuthFlow\nauth_flow_type: oauth2.0\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
