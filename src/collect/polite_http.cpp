#include "levada/collect/polite_http.h"

#include <algorithm>

#include "levada/base/hash.h"
#include "levada/base/url.h"
#include "levada/collect/redaction.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

// Budgets and breakers that are remembered; credentials that change with each request must not fill the memory.
constexpr std::size_t kKeyCountMax = 10'000;

std::string host_of(const HttpRequest& request) {
    const Result<Url> url = parse_url(request.original_url.empty() ? request.url : request.original_url);
    return url.has_value() ? url->authority() : std::string();
}

bool is_failure(const Result<HttpResponse>& response) {
    if (!response.has_value()) {
        const ErrorCode code = response.error().code();
        return code == ErrorCode::unavailable || code == ErrorCode::deadline_exceeded;
    }
    constexpr int kFailures[] = {500, 502, 503, 504};
    return std::find(std::begin(kFailures), std::end(kFailures), response->status) != std::end(kFailures);
}

// Waits; false, without waiting, when the deadline would pass.
bool wait_for(
    Clock& clock, const WaitListener& on_wait, const HttpRequest& request, nanoseconds wait, Deadline deadline) {
    if (wait == nanoseconds::zero()) {
        return true;
    }
    if (wait >= deadline.remaining(clock.monotonic())) {
        return false;
    }
    if (on_wait) {
        on_wait(host_of(request), wait);
    }
    clock.sleep_for(wait);
    return true;
}

template <typename Value, typename Options>
Value& entry_of(std::map<std::string, Value>& entries, const std::string& key, const Options& options) {
    if (entries.size() >= kKeyCountMax && !entries.contains(key)) {
        entries.clear();
    }
    return entries.try_emplace(key, options).first->second;
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

BudgetHttp::BudgetHttp(Http& inner, Clock& clock, RateBudgetOptions options, WaitListener on_wait)
    : inner_(inner), clock_(clock), options_(options), on_wait_(std::move(on_wait)) {}

Result<HttpResponse> BudgetHttp::send(const HttpRequest& request, Deadline deadline) {
    const std::string key = politeness_key(request);
    nanoseconds wait{0};
    {
        const std::lock_guard lock(mutex_);
        wait = entry_of(budgets_, key, options_).wait_before_request(clock_.monotonic());
    }
    if (!wait_for(clock_, on_wait_, request, wait, deadline)) {
        return Error(ErrorCode::rate_limited, "the API's rate budget is spent for longer than the request may take")
            .retry_after(std::chrono::duration_cast<std::chrono::milliseconds>(wait))
            .with("host", host_of(request));
    }
    Result<HttpResponse> response = inner_.send(request, deadline);
    if (response.has_value()) {
        const std::lock_guard lock(mutex_);
        entry_of(budgets_, key, options_).learn(*response, clock_.monotonic(), clock_.now());
    }
    return response;
}

void BudgetHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

BreakerHttp::BreakerHttp(Http& inner, Clock& clock, BreakerOptions options, WaitListener on_wait)
    : inner_(inner), clock_(clock), options_(options), on_wait_(std::move(on_wait)) {}

Result<HttpResponse> BreakerHttp::send(const HttpRequest& request, Deadline deadline) {
    const std::string key = politeness_key(request);
    nanoseconds wait{0};
    {
        const std::lock_guard lock(mutex_);
        wait = entry_of(breakers_, key, options_).wait_before_request(clock_.monotonic());
    }
    if (!wait_for(clock_, on_wait_, request, wait, deadline)) {
        return Error(ErrorCode::unavailable, "the API failed again and again; its circuit is open")
            .retry_after(std::chrono::duration_cast<std::chrono::milliseconds>(wait))
            .with("host", host_of(request));
    }
    Result<HttpResponse> response = inner_.send(request, deadline);
    const auto outcome = is_failure(response) ? CircuitBreaker::Outcome::failure : CircuitBreaker::Outcome::success;
    const std::lock_guard lock(mutex_);
    entry_of(breakers_, key, options_).note(outcome, clock_.monotonic());
    return response;
}

void BreakerHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

std::vector<std::string> BreakerHttp::open_hosts() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> hosts;
    for (const auto& [key, breaker] : breakers_) {
        if (breaker.state() != CircuitBreaker::State::closed) {
            hosts.push_back(key.substr(0, key.find(' ')));
        }
    }
    return hosts;
}

}  // namespace levada
