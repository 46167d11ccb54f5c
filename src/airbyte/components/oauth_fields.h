#pragma once

#include "oauth_endpoint.h"
#include "token_provider.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/authenticator.h"

namespace levada::airbyte {

/// What an OAuthAuthenticator is configured with, still as templates. Source: auth/oauth.py.
struct OAuthFields {
    std::optional<InterpolatedString> endpoint;
    InterpolatedString client_id_name;
    std::optional<InterpolatedString> client_id;
    InterpolatedString client_secret_name;
    std::optional<InterpolatedString> client_secret;
    InterpolatedString refresh_token_name;
    std::optional<InterpolatedString> refresh_token;
    InterpolatedString access_token_name;
    std::optional<InterpolatedString> access_token_value;
    InterpolatedString expires_in_name;
    InterpolatedString grant_type_name;
    InterpolatedString grant_type;
    InterpolatedInput body;
    InterpolatedInput headers;
    Json scopes;
    bool is_sent_in_url = false;
    bool is_expiry_a_date = false;
    std::shared_ptr<TokenProvider> profile_assertion;

    /// Errors: invalid_config (a combination that the CDK refuses).
    static Result<OAuthFields> make(const FieldValues& fields);

    /// Source: AbstractOauth2Authenticator.build_refresh_request_body and ..._query_params. Errors: invalid_data.
    Result<TokenRequest> request(const std::string& url, const std::optional<std::string>& refresh) const;
    Result<TokenAnswerNames> answer_names() const;
};

/// The authenticator that writes new refresh tokens back to the config.
/// Source: requests_native_auth/oauth.py, SingleUseRefreshTokenOauth2Authenticator.
Result<std::shared_ptr<Authenticator>> make_single_use_oauth(OAuthFields templates,
                                                             OAuthEndpoint endpoint,
                                                             const FieldValues& fields);

}  // namespace levada::airbyte
