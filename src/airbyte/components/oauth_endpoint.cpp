#include "oauth_endpoint.h"

#include "airbyte_datetime.h"
#include "http_client.h"
#include "python_number.h"
#include "retry_budget.h"

#include <algorithm>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/retry_gate.h"
#include "levada/base/hash.h"

namespace levada::airbyte {
namespace {

constexpr int kTokenDepthMax = 5;

/// Source: AbstractOauth2Authenticator._find_and_get_value_from_response.
Result<const Json*> find_below(const Json& value,
                               std::string_view key,
                               int depth) {  // NOLINT(misc-no-recursion): kTokenDepthMax
    if (depth > kTokenDepthMax) {
        return traced_error(FailureType::config_error,
                            "The maximum level of recursion is reached. Couldn't find the specified `" +
                                std::string(key) + "` in the response.");
    }
    if (value.is_object()) {
        if (const Json* found = value.find(key)) {
            return found;
        }
        for (const Json::Member& member : value.as_object()) {
            LEVADA_TRY(const Json* found, find_below(member.value, key, depth + 1));
            if (found != nullptr && !found->is_null()) {
                return found;
            }
        }
    }
    if (value.is_array()) {
        for (const Json& item : value.as_array()) {
            LEVADA_TRY(const Json* found, find_below(item, key, depth + 1));
            if (found != nullptr && !found->is_null()) {
                return found;
            }
        }
    }
    return static_cast<const Json*>(nullptr);
}

bool is_busy(int status) {
    return status == 429 || status >= 500;
}

/// The three fields, when one of them is set in `node`.
std::optional<RefreshTokenErrors> errors_in(const Json* node) {
    if (node == nullptr) {
        return std::nullopt;
    }
    const Json* statuses = node->find("refresh_token_error_status_codes");
    const Json* key = node->find("refresh_token_error_key");
    const Json* values = node->find("refresh_token_error_values");
    const auto is_set = [](const Json* field) { return field != nullptr && python_truth(*field); };
    if (!is_set(statuses) && !is_set(key) && !is_set(values)) {
        return std::nullopt;
    }
    RefreshTokenErrors errors{.statuses = {}, .key = is_set(key) ? python_str(*key) : "", .values = {}};
    for (const Json* status : is_set(statuses) ? items_of(*statuses) : std::vector<const Json*>()) {
        if (status->is_integer()) {
            errors.statuses.push_back(status->as_integer());
        }
    }
    for (const Json* value : is_set(values) ? items_of(*values) : std::vector<const Json*>()) {
        errors.values.push_back(python_str(*value));
    }
    return errors;
}

/// requests refuses header values that are no text, and leaves out None. Other headers are made text by the CDK before.
/// Source: requests 2, utils.check_header_validity.
Result<Json> valid_headers(const Json& headers) {
    Json valid = Json::object();
    for (const Json::Member& member : headers.as_object()) {
        if (member.value.is_null()) {
            continue;
        }
        if (!member.value.is_string()) {
            return Error(
                ErrorCode::invalid_data,
                "header \"" + member.key + "\" of the token request must be text, found " + member.value.dump());
        }
        valid.set(member.key, member.value);
    }
    return valid;
}

Result<HttpRequest> prepared(const TokenRequest& request) {
    RequestInput input{.method = "POST", .url = request.url, .parts = {}};
    LEVADA_TRY(input.parts.headers, valid_headers(request.headers));
    input.parts.params = request.query;
    input.parts.body_data = request.form;
    LEVADA_TRY(HttpRequest prepared, prepare_request(input));
    prepared.is_authentication = true;
    return prepared;
}

}  // namespace

Result<RefreshTokenErrors> RefreshTokenErrors::make(const FieldValues& fields) {
    std::optional<RefreshTokenErrors> own = errors_in(&fields.node());
    std::optional<RefreshTokenErrors> of_updater = errors_in(fields.json("refresh_token_updater"));
    if (own && of_updater) {
        return fields.error("refresh_token_updater",
                            "refresh_token_error should either be defined on the OAuthAuthenticatorModel or the "
                            "RefreshTokenUpdaterModel, not both");
    }
    if (of_updater) {
        return std::move(*of_updater);
    }
    return own ? std::move(*own) : RefreshTokenErrors();
}

bool RefreshTokenErrors::match(std::int64_t status, const Json& body) const {
    const Json* error = body.find(key);
    return std::find(statuses.begin(), statuses.end(), status) != statuses.end() && error != nullptr &&
           error->is_string() && std::find(values.begin(), values.end(), error->as_string()) != values.end();
}

std::int64_t OAuthEndpoint::now_us() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(source_.clock().now().time_since_epoch()).count();
}

Result<HttpResponse> OAuthEndpoint::exchange(const HttpRequest& request) {
    source_.shared<RetryGateSlot>().note_request(request);
    Result<HttpResponse> response = source_.http().send(request, Deadline::never());
    if (!response) {
        return response.error().with("token_endpoint", "unreachable");
    }
    return response;
}

Result<Json> OAuthEndpoint::read(const HttpResponse& response) const {
    Result<Json> body = parse_json(response.body);
    if (response.status < 400) {
        if (!body) {
            return body.error().with("token_endpoint", "unreadable");
        }
        return body;
    }
    if (body && body->is_object() && errors_.match(response.status, *body)) {
        const Json* error = body->find("error");
        return traced_error(
            FailureType::config_error,
            "Refresh token was rejected by the OAuth provider (invalid, expired, or already used). "
            "Re-authenticate this source's credentials in its connection settings." +
                (error != nullptr && error->is_string() ? " Provider error: " + error->as_string() : ""));
    }
    const std::string_view reason = is_busy(response.status) ? "busy" : "rejected";
    return Error(ErrorCode::unauthenticated,
                 "the OAuth token endpoint answered with status " + std::to_string(response.status))
        .with("token_endpoint", std::string(reason));
}

Result<void> OAuthEndpoint::wait_for_retry(const HttpRequest& request,
                                           const Result<HttpResponse>& response,
                                           double seconds) {
    const std::string end = response ? "status code '" + std::to_string(response->status) + "'"
                                     : "exception '" + response.error().message() + "'";
    const Result<double> granted = source_.shared<RetryGateSlot>().before_retry(
        {.request = request, .end = end, .has_response = response.has_value(), .seconds = seconds});
    if (!granted) {
        return traced_error(FailureType::transient_error, granted.error().message());
    }
    source_.clock().sleep_for(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(*granted)));
    return ok();
}

Result<Json> OAuthEndpoint::ask(const std::function<Result<TokenRequest>()>& make) {
    // A simulated clock does not move while it waits, so the waits are counted besides the time.
    double waited = 0;
    const Monotonic started = source_.clock().monotonic();
    for (double pause = 1;; pause *= 2) {
        const Result<TokenRequest> wanted = make();
        if (!wanted) {
            return traced_error(FailureType::system_error, "OAuth access token refresh request failed.")
                .with("cause", wanted.error().message());
        }
        LEVADA_TRY(const HttpRequest request, prepared(*wanted));
        const Result<HttpResponse> response = exchange(request);
        if (response && !is_busy(response->status)) {
            return read(*response);
        }
        const double elapsed =
            std::max(waited, std::chrono::duration<double>(source_.clock().monotonic() - started).count());
        const bool is_over = elapsed >= kTokenSecondsMax || !source_.shared<RetryRule>().may_retry;
        if (is_over || (!response && response.error().code() == ErrorCode::cancelled)) {
            return response ? read(*response) : Result<Json>(response.error());
        }
        const double wait = std::min(pause, kTokenSecondsMax - elapsed);
        waited += wait;
        LEVADA_CHECK(wait_for_retry(request, response, wait));
    }
}

Result<const Json*> OAuthEndpoint::find(const Json& answer, std::string_view key) {
    return find_below(answer, key, 0);
}

Result<std::optional<std::int64_t>> OAuthEndpoint::expiry(const Json& answer, const TokenAnswerNames& names) const {
    LEVADA_TRY(const Json* value, find(answer, names.expires_in));
    if (value == nullptr || value->is_null()) {
        return std::optional<std::int64_t>();
    }
    if (names.is_expiry_a_date) {
        const std::optional<std::int64_t> date = parse_airbyte_datetime(python_str(*value));
        if (!date) {
            return Error(ErrorCode::invalid_data, "Invalid token expiry date format: " + python_str(*value));
        }
        return date;
    }
    const std::optional<double> seconds = python_float(python_str(*value));
    if (!seconds) {
        return Error(ErrorCode::invalid_data,
                     "Invalid expires_in value: " + python_str(*value) +
                         ". Expected number of seconds when no format specified.");
    }
    return std::optional(now_us() + static_cast<std::int64_t>(*seconds) * 1'000'000);
}

}  // namespace levada::airbyte
