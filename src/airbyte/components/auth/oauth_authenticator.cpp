#include "airbyte_datetime.h"
#include "oauth_fields.h"

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

/// Fetches an access token from a token endpoint when there is none or it has expired.
/// Source: auth/oauth.py, DeclarativeOauth2Authenticator.
class OAuthAuthenticator final : public Authenticator {
public:
    OAuthAuthenticator(OAuthFields fields, OAuthEndpoint endpoint, std::int64_t expires_us)
        : fields_(std::move(fields)), endpoint_(std::move(endpoint)), expires_us_(expires_us) {}

    /// Reads the token that the config holds. Errors: invalid_data from its template.
    Result<void> load_token() {
        if (fields_.access_token_value) {
            LEVADA_TRY(const Json value, fields_.access_token_value->eval(Scope()));
            token_ = value.is_null() ? std::nullopt : std::optional(python_str(value));
        }
        return ok();
    }

    Result<RequestParts> options() override {
        LEVADA_TRY(const std::string token, current_token());
        RequestParts parts;
        parts.headers.set("Authorization", Json("Bearer " + token));
        return parts;
    }

    Result<void> sign(HttpRequest& request) override {
        LEVADA_TRY(const std::string token, current_token());
        request.headers.set("Authorization", "Bearer " + token);
        return ok();
    }

    bool may_refresh() const override { return true; }

    Result<void> refresh() override {
        LEVADA_TRY(const std::string url, endpoint_url());
        const Result<Json> answer = endpoint_.ask([this, &url] { return request(url); });
        if (!answer && answer.error().fact("token_endpoint") == "unreachable") {
            return traced_error(FailureType::transient_error,
                                "OAuth access token refresh request failed due to a network error.")
                .with("cause", answer.error().message());
        }
        if (!answer) {
            return answer.error();
        }
        return take(*answer);
    }

private:
    Result<TokenRequest> request(const std::string& url) {
        std::optional<std::string> refresh;
        if (fields_.refresh_token) {
            LEVADA_TRY(refresh, fields_.refresh_token->text(Scope()));
        }
        return fields_.request(url, refresh);
    }

    Result<void> take(const Json& answer) {
        LEVADA_TRY(const TokenAnswerNames names, fields_.answer_names());
        LEVADA_TRY(const Json* token, OAuthEndpoint::find(answer, names.access_token));
        if (token == nullptr || !python_truth(*token)) {
            return Error(ErrorCode::unauthenticated,
                         "Token refresh API response was missing access token " + names.access_token);
        }
        LEVADA_TRY(const std::optional<std::int64_t> expiry, endpoint_.expiry(answer, names));
        const bool is_old_one_good = token_ && expires_us_ >= endpoint_.now_us();
        if (expiry || !is_old_one_good) {
            expires_us_ = expiry.value_or(endpoint_.now_us() + kTokenLifetimeDefaultUs);
        }
        token_ = python_str(*token);
        return ok();
    }

    /// The endpoint; empty when the component has none. Errors: invalid_config (it evaluates to nothing).
    Result<std::string> endpoint_url() const {
        if (!fields_.endpoint) {
            return std::string();
        }
        LEVADA_TRY(const Json url, fields_.endpoint->eval(Scope()));
        if (!python_truth(url)) {
            return Error(ErrorCode::invalid_config,
                         "OAuthAuthenticator was unable to evaluate token_refresh_endpoint parameter");
        }
        return python_str(url);
    }

    Result<std::string> current_token() {
        LEVADA_TRY(const std::string url, endpoint_url());
        if (!url.empty() && (!token_ || endpoint_.now_us() > expires_us_)) {
            LEVADA_CHECK(refresh());
        }
        if (!token_) {
            return Error(ErrorCode::invalid_config, "access_token is not set");
        }
        return *token_;
    }

    OAuthFields fields_;
    OAuthEndpoint endpoint_;
    std::optional<std::string> token_;
    std::int64_t expires_us_;
};

/// When the token of the config ends; a day ago when it does not say.
Result<std::int64_t> initial_expiry(const FieldValues& fields, std::int64_t now_us) {
    constexpr std::int64_t kDayUs = std::int64_t{86'400} * 1'000'000;
    if (fields.text("token_expiry_date").empty()) {
        return now_us - kDayUs;
    }
    LEVADA_TRY(const InterpolatedString text, fields.interpolated("token_expiry_date"));
    LEVADA_TRY(const std::string date, text.text(Scope()));
    const std::optional<std::int64_t> parsed = parse_airbyte_datetime(date);
    if (!parsed) {
        return fields.error("token_expiry_date", "Invalid token expiry date format: " + date);
    }
    return *parsed;
}

Result<std::shared_ptr<Authenticator>> make_oauth(const FieldValues& fields) {
    LEVADA_TRY(RefreshTokenErrors errors, RefreshTokenErrors::make(fields));
    OAuthEndpoint endpoint(std::move(errors), fields.context().source());
    LEVADA_TRY(OAuthFields read, OAuthFields::make(fields));
    if (fields.has("refresh_token_updater")) {
        return make_single_use_oauth(std::move(read), std::move(endpoint), fields);
    }
    LEVADA_TRY(const std::int64_t expires_us, initial_expiry(fields, endpoint.now_us()));
    auto made = std::make_shared<OAuthAuthenticator>(std::move(read), std::move(endpoint), expires_us);
    LEVADA_CHECK(made->load_token());
    return made;
}

std::vector<Field> oauth_fields() {
    return {
        text_field("client_id_name").doc("Name of the client's id in the form."),
        text_field("client_id").doc("The client's id."),
        text_field("client_secret_name").doc("Name of the client's secret in the form."),
        text_field("client_secret").doc("The client's secret."),
        text_field("refresh_token_name").doc("Name of the refresh token in the form."),
        text_field("refresh_token").doc("The refresh token."),
        text_field("token_refresh_endpoint").doc("URL of the token endpoint; without it the given token is used."),
        text_field("access_token_name").doc("Name of the access token in the answer."),
        text_field("access_token_value").doc("An access token to begin with."),
        text_field("expires_in_name").doc("Name of the lifetime in the answer."),
        text_field("grant_type_name").doc("Name of the grant type in the form."),
        text_field("grant_type").doc("The grant type."),
        mapping_field("refresh_request_body").doc("More fields of the form."),
        mapping_field("refresh_request_headers").doc("Headers of the token request."),
        boolean_field("send_refresh_request_as_query_params").doc("Whether the form goes into the URL."),
        list_field("scopes").items(JsonTypes::text).doc("Scopes to ask for."),
        text_field("token_expiry_date").doc("When the given access token ends."),
        text_field("token_expiry_date_format").doc("Set when the answer gives a date in place of a lifetime."),
        list_field("refresh_token_error_status_codes").items(JsonTypes::integer).doc("Statuses of a refused token."),
        text_field("refresh_token_error_key").doc("Field of the answer that says so."),
        list_field("refresh_token_error_values").items(JsonTypes::text).doc("Values of that field."),
        Field("refresh_token_updater", JsonTypes::mapping | JsonTypes::null)
            .of({"RefreshTokenUpdater"})
            .doc("Where new refresh tokens are written in the config."),
        component_field("profile_assertion")
            .of({"JwtAuthenticator"})
            .doc("Signs the assertion of the JWT bearer grant."),
        boolean_field("use_profile_assertion").doc("Whether the JWT bearer grant is used."),
    };
}

}  // namespace

ComponentSpec<Authenticator> spec_oauth_authenticator() {
    return {
        .type = "OAuthAuthenticator",
        .summary = "Fetches access tokens from an OAuth 2 token endpoint and sends them.",
        .fields = oauth_fields(),
        .example =
            "type: OAuthAuthenticator\n"
            "token_refresh_endpoint: https://api.example.test/oauth/token\n"
            "client_id: \"{{ config['client_id'] }}\"\n"
            "client_secret: \"{{ config['client_secret'] }}\"\n"
            "refresh_token: \"{{ config['refresh_token'] }}\"\n",
        .make = make_oauth,
    };
}

}  // namespace levada::airbyte
