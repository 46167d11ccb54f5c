#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

ComponentSpec<PlainComponent> spec_o_auth_config_specification() {
    return {
        .type = "OAuthConfigSpecification",
        .summary = "What signing in by OAuth asks for and gives.",
        .fields = {mapping_field("oauth_user_input_from_connector_config_specification"),
                   component_field("oauth_connector_input_specification").of({"OauthConnectorInputSpecification"}),
                   mapping_field("complete_oauth_output_specification"),
                   mapping_field("complete_oauth_server_input_specification"),
                   mapping_field("complete_oauth_server_output_specification")},
        .example = "type: OAuthConfigSpecification\n",
        .make = nullptr,
    };
}

}  // namespace levada::airbyte
