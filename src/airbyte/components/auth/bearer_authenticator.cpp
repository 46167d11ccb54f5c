#include "token_provider.h"

namespace levada::airbyte {

ComponentSpec<Authenticator> spec_bearer_authenticator() {
    return {
        .type = "BearerAuthenticator",
        .summary = "Sends a token in the header Authorization: Bearer.",
        .fields = {text_field("api_token").required().doc("The token.")},
        .example = "type: BearerAuthenticator\napi_token: \"{{ config['token'] }}\"\n",
        .make = [](const FieldValues& fields) -> Result<std::shared_ptr<Authenticator>> {
            LEVADA_TRY(InterpolatedString token, fields.interpolated("api_token"));
            return std::make_shared<TokenAuthenticator>(std::make_shared<TemplateTokenProvider>(std::move(token)),
                                                        RequestOption::authorization_header(),
                                                        "Bearer ");
        },
    };
}

}  // namespace levada::airbyte
