#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/build_context.h"
#include "levada/airbyte/components/component_spec.h"

namespace levada::airbyte {

/// How the token endpoint says that a refresh token is no good.
struct RefreshTokenErrors {
    std::vector<std::int64_t> statuses = {400};
    std::string key = "error";
    std::vector<std::string> values = {"invalid_grant", "invalid_permissions"};

    /// From the authenticator or its refresh_token_updater. Errors: invalid_config (given on both).
    static Result<RefreshTokenErrors> make(const FieldValues& fields);
    bool match(std::int64_t status, const Json& body) const;
};

/// What is asked of the token endpoint: `form` in the body, `query` in the URL.
struct TokenRequest {
    std::string url;
    Json form = Json::object();
    Json query = Json::object();
    Json headers = Json::object();
};

/// Names of the fields in the answer, and how the expiry is written there.
struct TokenAnswerNames {
    std::string access_token = "access_token";
    std::string refresh_token = "refresh_token";
    std::string expires_in = "expires_in";
    bool is_expiry_a_date = false;
};

/// Asks an OAuth token endpoint; what it asks counts against the retry budgets as other requests do. Not thread-safe.
/// Source: sources/streams/http/requests_native_auth/abstract_oauth.py.
class OAuthEndpoint {
public:
    OAuthEndpoint(RefreshTokenErrors errors, SourceContext& source) : errors_(std::move(errors)), source_(source) {}

    /// Sends the request `make` gives, again and again (up to kTokenSecondsMax) while the endpoint is busy or broken.
    /// Errors: config_error traced (the refresh token is refused), system_error traced (the request cannot be made),
    /// others for other statuses; those of statuses 4xx but 429 have the fact token_endpoint=rejected, those without
    /// answer token_endpoint=unreachable; transient_error traced where the RetryGate allows no more.
    Result<Json> ask(const std::function<Result<TokenRequest>()>& make);

    /// The value of `key`, looked for in nested mappings and lists too; a null pointer when it is not there.
    /// Errors: config_error traced when the answer is nested too deeply.
    static Result<const Json*> find(const Json& answer, std::string_view key);

    /// Microseconds since 1970 when the token of `answer` ends; nothing when it does not say.
    /// Errors: invalid_data (no number, no date), traced as find().
    Result<std::optional<std::int64_t>> expiry(const Json& answer, const TokenAnswerNames& names) const;

    std::int64_t now_us() const;

private:
    Result<Json> read(const HttpResponse& response) const;
    Result<HttpResponse> exchange(const HttpRequest& request);
    Result<void> wait_for_retry(const HttpRequest& request, const Result<HttpResponse>& response, double seconds);

    RefreshTokenErrors errors_;
    SourceContext& source_;
};

/// How long a token endpoint is asked again. Source: AbstractOauth2Authenticator._make_handled_request, max_time.
inline constexpr double kTokenSecondsMax = 300;
/// How long a token is good when the endpoint does not say. Source: _default_token_expiry_date.
inline constexpr std::int64_t kTokenLifetimeDefaultUs = std::int64_t{3600} * 1'000'000;

}  // namespace levada::airbyte
