#include "levada/collect/polite_http.h"

#include <algorithm>

#include "levada/base/hash.h"
#include "levada/base/url.h"
#include "levada/collect/redaction.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

std::string host_of(const HttpRequest& request) {
    const Result<Url> url = parse_url(request.original_url.empty() ? request.url : request.original_url);
    return url.has_value() ? url->authority() : std::string();
}

bool is_failure(const Result<HttpResponse>& response) {
    if (!response.has_value()) {
        const ErrorCode code = response.error().code();
        return code == ErrorCode::unavailable || code == ErrorCode::deadline_exceeded || code == ErrorCode::cancelled;
    }
    constexpr int kFailures[] = {500, 502, 503, 504};
    return std::find(std::begin(kFailures), std::end(kFailures), response->status) != std::end(kFailures);
}

}  // namespace

std::string politeness_key(const HttpRequest& request) {
    std::string credentials;
    for (const auto& [name, value] : request.headers.fields()) {
        if (Redaction::is_telling_name(name)) {
            credentials.append(name).append("\n").append(value).append("\n");
        }
    }
    const std::size_t question = request.url.find('?');
    if (question != std::string::npos) {
        for (const auto& [name, value] : parse_query(std::string_view(request.url).substr(question + 1))) {
            if (Redaction::is_telling_name(name)) {
                credentials.append(name).append("\n").append(value).append("\n");
            }
        }
    }
    constexpr std::size_t kDigestSizeBytes = 16;
    const std::string host = host_of(request);
    return credentials.empty() ? host : host + " " + sha256_hex(credentials).substr(0, kDigestSizeBytes);
}

BudgetHttp::BudgetHttp(Http& inner, Clock& clock, RateBudgets& budgets, WaitListener on_wait)
    : inner_(inner), clock_(clock), budgets_(budgets), on_wait_(std::move(on_wait)) {}

Status BudgetHttp::wait_for_turn(const HttpRequest& request, const std::string& key, Deadline deadline) {
    Monotonic now = clock_.monotonic();
    while (true) {
        const nanoseconds wait = budgets_.take(key, request.stream, now);
        if (wait == nanoseconds::zero()) {
            return ok();
        }
        if (wait >= deadline.remaining(now)) {
            budgets_.leave(key, request.stream);
            return Error(ErrorCode::rate_limited, "the API's rate budget is spent for longer than the request may take")
                .retry_after(std::chrono::duration_cast<std::chrono::milliseconds>(wait))
                .with("host", host_of(request));
        }
        if (on_wait_) {
            on_wait_(host_of(request), wait);
        }
        clock_.sleep_for(wait);
        // A clock that stands still (a run at a fixed time), or a wait that was cut short, has waited all the same.
        now = std::max(clock_.monotonic(), now + wait);
    }
}

Result<HttpResponse> BudgetHttp::send(const HttpRequest& request, Deadline deadline) {
    const std::string key = politeness_key(request);
    LEVADA_CHECK(wait_for_turn(request, key, deadline));
    Result<HttpResponse> response = inner_.send(request, deadline);
    if (response.has_value()) {
        budgets_.answered(key, *response, clock_.monotonic(), clock_.now());
    } else {
        budgets_.failed(key);
    }
    return response;
}

void BudgetHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

BreakerHttp::BreakerHttp(Http& inner, Clock& clock, CircuitBreakers& breakers, Listeners listeners)
    : inner_(inner), clock_(clock), breakers_(breakers), listeners_(std::move(listeners)) {}

Result<HttpResponse> BreakerHttp::send(const HttpRequest& request, Deadline deadline) {
    const std::string key = politeness_key(request);
    const std::string host = host_of(request);
    Monotonic now = clock_.monotonic();
    while (true) {
        const nanoseconds wait = breakers_.wait_before_request(key, now);
        if (wait == nanoseconds::zero()) {
            break;
        }
        if (wait >= deadline.remaining(now)) {
            return Error(ErrorCode::unavailable, "the API failed again and again; its circuit is open")
                .retry_after(std::chrono::duration_cast<std::chrono::milliseconds>(wait))
                .with("host", host);
        }
        if (listeners_.on_wait) {
            listeners_.on_wait(host, wait);
        }
        clock_.sleep_for(wait);
        now = std::max(clock_.monotonic(), now + wait);
    }
    Result<HttpResponse> response = inner_.send(request, deadline);
    const Monotonic end = std::max(clock_.monotonic(), now);
    const auto [before, after] = breakers_.note(key, is_failure(response), end - now, end);
    if (before != after && listeners_.on_state) {
        listeners_.on_state(host, after);
    }
    return response;
}

void BreakerHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

}  // namespace levada
