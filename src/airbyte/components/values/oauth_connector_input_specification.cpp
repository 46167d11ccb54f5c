#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_oauth_connector_input_specification() {
    return {
        .type = "OauthConnectorInputSpecification",
        .summary = "Addresses and names of an API that is signed in to by OAuth.",
        .fields = {text_field("consent_url").required(),
                   text_field("access_token_url").required(),
                   text_field("scope"),
                   components_field("scopes").of({"OAuthScope"}),
                   components_field("optional_scopes").of({"OAuthScope"}),
                   text_field("scopes_join_strategy").one_of({"space", "comma", "plus"}),
                   mapping_field("access_token_headers"),
                   mapping_field("access_token_params"),
                   list_field("extract_output").items(JsonTypes::text),
                   component_field("state").of({"OAuthState"}),
                   text_field("client_id_key"),
                   text_field("client_secret_key"),
                   text_field("scope_key"),
                   text_field("state_key"),
                   text_field("auth_code_key"),
                   text_field("redirect_uri_key")},
        .example =
            "type: OauthConnectorInputSpecification\nconsent_url: https://api.example.test/consent\naccess_token_url: "
            "https://api.example.test/token\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
