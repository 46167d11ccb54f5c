#include "http_client.h"

#include "api_budget.h"
#include "config_changes.h"
#include "default_error_mapping.h"
#include "python_text.h"
#include "python_url.h"
#include "response_action.h"
#include "response_cache.h"
#include "retry_budget.h"

#include <cmath>
#include <cstdint>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/retry_gate.h"

namespace levada::airbyte {

namespace {

/// "1 s", "0.4 s": for people, so with one decimal at most.
std::string seconds_text(double seconds) {
    constexpr double kTenths = 10;
    const auto tenths = static_cast<std::int64_t>(std::ceil(seconds * kTenths));
    const std::int64_t rest = tenths % 10;
    return std::to_string(tenths / 10) + (rest == 0 ? "" : "." + std::to_string(rest)) + " s";
}

}  // namespace

/// How one attempt ended and what the handler said to it.
struct HttpClient::Attempted {
    std::optional<Response> response;
    std::optional<Error> error;
    ErrorResolution resolution;
    /// Set when the request is done; else it is to be repeated after a wait of this kind.
    std::optional<SendOutcome> outcome;
    RetryKind retry_kind = RetryKind::standard;
    double asked_wait = 0;

    Attempt view() { return {.response = response ? &*response : nullptr, .error = error ? &*error : nullptr}; }
    std::string end() const {
        if (response) {
            return "status code '" + std::to_string(response->http().status) + "'";
        }
        return "exception '" + (error ? error->message() : std::string()) + "'";
    }
};

/// What is remembered from attempt to attempt.
struct HttpClient::Progress {
    std::int64_t count = 0;
    /// Whether a refresh of the token, if there was one, succeeded.
    std::optional<bool> refresh_outcome;
};

namespace {

/// Seconds before a retry on another credential, in place of the wait for the one that is used up.
/// Source: HttpClient.TOKEN_ROTATION_BACKOFF.
constexpr double kRotationWaitSeconds = 0.1;
/// Source: HttpClient._DEFAULT_MAX_RETRY, _DEFAULT_MAX_TIME.
constexpr std::int64_t kRetriesDefault = 5;
constexpr std::int64_t kSecondsDefault = 600;

/// On errors of the call budget, which are no ends of a request that a handler could interpret.
constexpr std::string_view kCallBudgetFact = "call_budget";

Result<void> of_call_budget(const Result<void>& outcome) {
    return outcome ? ok() : Result<void>(outcome.error().with(kCallBudgetFact, "refused"));
}

SendOutcome outcome_of(SendOutcome::Kind kind, std::string message) {
    SendOutcome outcome;
    outcome.kind = kind;
    outcome.message = std::move(message);
    return outcome;
}

std::optional<SendOutcome> control_outcome(const ErrorResolution& resolution) {
    switch (resolution.action) {
        case ResponseAction::reset_pagination:
            return outcome_of(SendOutcome::Kind::reset_pagination, resolution.message);
        case ResponseAction::reduce_page_size:
            return outcome_of(SendOutcome::Kind::reduce_page_size, resolution.message);
        case ResponseAction::split_request_window:
            return outcome_of(SendOutcome::Kind::split_request_window, resolution.message);
        default:
            return std::nullopt;
    }
}

bool is_retried(ResponseAction action) {
    return action == ResponseAction::retry || action == ResponseAction::rate_limited ||
           action == ResponseAction::refresh_token_then_retry;
}

std::string request_line(const HttpRequest& request) {
    return "'" + request.method + "' request to '" + request.url.substr(0, request.url.find('?')) + "'";
}

}  // namespace

Result<HttpResponse> HttpClient::exchange(const HttpRequest& request) {
    if (has_foreign_scheme(request.url)) {
        return Error(ErrorCode::invalid_config, "No connection adapters were found for '" + request.url + "'")
            .with(kExceptionFact, "InvalidSchema");
    }
    auto& cache = source_.shared<ResponseCache>();
    const bool is_cached = options_.cache == CacheUse::shared && request.method == "GET";
    std::optional<ResponseCache::Turn> turn;
    if (is_cached) {
        turn.emplace(cache, ResponseCache::key_of(request));
        if (std::optional<HttpResponse> held = cache.find(turn->key())) {
            return std::move(*held);
        }
    }
    auto& budget = source_.shared<ApiBudget>();
    LEVADA_CHECK(of_call_budget(budget.acquire(request, source_.clock())));
    source_.shared<RetryGateSlot>().note_request(request);
    LEVADA_TRY(HttpResponse response, source_.http().send(request, Deadline::never()));
    LEVADA_CHECK(of_call_budget(budget.observe(request, response, source_.clock())));
    if (options_.authenticator != nullptr) {
        options_.authenticator->observe(request, response);
    }
    if (turn && ResponseCache::may_keep(request, response)) {
        cache.keep(turn->key(), response);
    }
    return response;
}

bool HttpClient::is_read_stream() const {
    return !source_.configured_catalog().is_object() || source_.configured_stream(options_.name) != nullptr;
}

bool HttpClient::is_token_replaced(const HttpRequest& request) {
    const std::optional<std::string_view> sent = request.headers.find("Authorization");
    HttpRequest probe;
    if (!sent || !options_.authenticator->sign(probe)) {
        return false;
    }
    const std::optional<std::string_view> current = probe.headers.find("Authorization");
    return current && *current != *sent;
}

Result<void> HttpClient::refresh_token(const HttpRequest& request, const Attempted& attempted, Progress& progress) {
    if (progress.refresh_outcome) {
        const bool was_refreshed = *progress.refresh_outcome;
        return traced_error(was_refreshed ? FailureType::config_error : FailureType::transient_error,
                            was_refreshed ? "Refreshed OAuth access token is rejected by the API."
                                          : "API rejects the current OAuth access token and the token refresh failed.")
            .with("request", request_line(request) + " was rejected with " + attempted.end());
    }
    if (options_.authenticator == nullptr || !options_.authenticator->may_refresh()) {
        return ok();
    }
    progress.refresh_outcome = false;
    const Result<void> refreshed = is_token_replaced(request) ? ok() : options_.authenticator->refresh();
    if (refreshed) {
        progress.refresh_outcome = true;
        return ok();
    }
    const Error& error = refreshed.error();
    const bool is_rejected = error.fact("token_endpoint") == "rejected";
    if (is_traced(error) && failure_type_of(error) == FailureType::config_error) {
        return error;
    }
    if (is_rejected) {
        return traced_error(FailureType::config_error, "OAuth token refresh request is rejected by the token endpoint.")
            .with("cause", error.message());
    }
    return source_.messages().log(
        LogLevel::warn,
        "Failed to refresh OAuth token: " + error.message() + ". Proceeding with retry using existing token.");
}

Result<std::optional<double>> HttpClient::user_wait(const HttpRequest& request,
                                                    Attempted& attempted,
                                                    std::int64_t count) {
    if (attempted.resolution.action == ResponseAction::rate_limited && options_.authenticator != nullptr &&
        options_.authenticator->has_alternative(request)) {
        return std::optional(kRotationWaitSeconds);
    }
    for (const std::shared_ptr<BackoffStrategy>& strategy : options_.error_handler->backoff_strategies()) {
        LEVADA_TRY(const std::optional<double> seconds, strategy->wait_seconds(attempted.view(), count));
        if (seconds.value_or(0) != 0) {
            return seconds;
        }
    }
    return std::optional<double>();
}

Error HttpClient::failure(const HttpRequest& request, const Attempted& attempted) const {
    const std::string message = attempted.resolution.message.empty()
                                    ? request_line(request) + " failed with " + attempted.end()
                                    : attempted.resolution.message;
    return about_response(traced_error(attempted.resolution.failure_type.value_or(FailureType::system_error), message)
                              .with("request", request_line(request) + " failed with " + attempted.end()),
                          attempted);
}

/// The error, with the place of the response that it is about.
Error HttpClient::about_response(const Error& error, const Attempted& attempted) {
    const bool is_kept = attempted.response && !attempted.response->http().raw_object.empty();
    return is_kept ? error.with(kRawObjectFact, attempted.response->http().raw_object) : error;
}

Error HttpClient::exhausted(const Attempted& attempted) const {
    if (attempted.response && attempted.response->http().status == 429) {
        return about_response(traced_error(FailureType::transient_error, "API rate limit exceeded.")
                                  .with("stream_descriptor", options_.name),
                              attempted);
    }
    return about_response(
        traced_error(attempted.resolution.failure_type.value_or(FailureType::system_error),
                     "Exhausted available request attempts. Please see logs for more details. Exception: " +
                         attempted.resolution.message)
            .with("stream_descriptor", options_.name),
        attempted);
}

Result<HttpClient::Attempted> HttpClient::resolve(const HttpRequest& request, Attempted attempted, Progress& progress) {
    const ResponseAction action = attempted.resolution.action;
    if (action == ResponseAction::fail) {
        return failure(request, attempted);
    }
    if (std::optional<SendOutcome> control = control_outcome(attempted.resolution)) {
        attempted.outcome = std::move(control);
        return attempted;
    }
    if (!is_retried(action)) {
        attempted.outcome = SendOutcome();
        attempted.outcome->response = std::move(attempted.response);
        return attempted;
    }
    if (action == ResponseAction::rate_limited && is_read_stream()) {
        LEVADA_CHECK(source_.messages().rate_limited(options_.name));
    }
    if (action == ResponseAction::refresh_token_then_retry) {
        LEVADA_CHECK(refresh_token(request, attempted, progress));
    }
    LEVADA_TRY(const std::optional<double> wait, user_wait(request, attempted, progress.count));
    if (attempted.resolution.message.empty()) {
        attempted.resolution.message =
            request_line(request) + " failed with response action " + std::string(name_of(action)) + ".";
    }
    attempted.asked_wait = wait.value_or(0);
    if (wait) {
        attempted.retry_kind = RetryKind::user_defined;
    } else if (action == ResponseAction::rate_limited) {
        attempted.retry_kind = RetryKind::rate_limited;
    }
    return attempted;
}

Result<HttpClient::Attempted> HttpClient::attempt(const HttpRequest& request, Progress& progress) {
    ++progress.count;
    Attempted attempted;
    Result<HttpResponse> received = exchange(request);
    if (received) {
        attempted.response.emplace(std::move(received).value());
    } else if (!received.error().fact(kCallBudgetFact).empty()) {
        return received.error();  // Nothing that the API did: no error handler is asked.
    } else {
        attempted.error = received.error();
    }
    LEVADA_TRY(attempted.resolution, options_.error_handler->interpret(attempted.view()));
    return resolve(request, std::move(attempted), progress);
}

/// The request as it goes over the wire: Python writes header values in Latin-1 and refuses what is not in it.
Result<HttpRequest> HttpClient::on_wire(const HttpRequest& request) {
    HttpRequest wire = request;
    for (const auto& [name, value] : request.headers.fields()) {
        const Result<std::string> latin = encode_latin1(value);
        if (!latin) {
            return Error(ErrorCode::invalid_data,
                         "header " + name + ": its value has a character that Latin-1 does not have");
        }
        if (*latin != value) {
            wire.headers.set(name, *latin);
        }
    }
    return wire;
}

Result<SendOutcome> HttpClient::send(HttpRequest request) {
    request.stream = options_.name;
    request.is_authentication = options_.is_login;
    request.patience = options_.patience;
    LEVADA_TRY(const std::optional<std::int64_t> retries, options_.error_handler->retries_max());
    const bool may_retry = source_.shared<RetryRule>().may_retry;
    RetryBudget budget(may_retry ? retries.value_or(kRetriesDefault) : 0,
                       options_.error_handler->seconds_max().value_or(kSecondsDefault),
                       source_.clock());
    Progress progress;
    for (;;) {
        LEVADA_CHECK(source_.shared<ConfigChanges>().follow(source_));
        if (options_.authenticator != nullptr) {
            LEVADA_CHECK(options_.authenticator->sign(request));
        }
        LEVADA_TRY(const HttpRequest wire, on_wire(request));
        LEVADA_TRY(Attempted attempted, attempt(wire, progress));
        if (attempted.outcome) {
            if (attempted.outcome->response) {
                attempted.outcome->response->note_request(std::move(request));
            }
            return std::move(*attempted.outcome);
        }
        const std::optional<double> wait = budget.next_wait(attempted.retry_kind, attempted.asked_wait);
        if (!wait) {
            return exhausted(attempted);
        }
        LEVADA_CHECK(wait_for_retry(request, attempted, *wait));
    }
}

Result<void> HttpClient::wait_for_retry(const HttpRequest& request, const Attempted& attempted, double seconds) {
    const std::string end = attempted.end();
    const Result<double> granted =
        source_.shared<RetryGateSlot>().before_retry({.request = request,
                                                      .end = end,
                                                      .has_response = attempted.response.has_value(),
                                                      .is_wait_asked = attempted.retry_kind != RetryKind::standard,
                                                      .seconds = seconds});
    if (!granted) {
        return traced_error(FailureType::transient_error, granted.error().message());
    }
    LEVADA_CHECK(source_.messages().log(
        LogLevel::info, request_line(request) + " ended with " + end + "; retrying in " + seconds_text(*granted)));
    source_.clock().sleep_for(
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(*granted)));
    return ok();
}

}  // namespace levada::airbyte
