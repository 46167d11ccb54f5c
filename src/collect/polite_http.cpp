#include "levada/collect/polite_http.h"

#include <algorithm>
#include <utility>

#include "levada/ports/storage_fact.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

constexpr std::string_view kBreakerHint = "the API or the way to it is down: levada runs retry, when it is up again";

CircuitBreaker::Ending ending_of(const Result<HttpResponse>& response) {
    if (!response.has_value()) {
        const Error& error = response.error();
        const bool is_ours = error.code() == ErrorCode::cancelled || !error.fact(kStorageFact).empty();
        const bool is_theirs = error.code() == ErrorCode::unavailable || error.code() == ErrorCode::deadline_exceeded;
        return is_theirs && !is_ours ? CircuitBreaker::Ending::failed
                                     : (is_ours ? CircuitBreaker::Ending::unknown : CircuitBreaker::Ending::answered);
    }
    constexpr int kFailures[] = {500, 502, 503, 504};
    const bool is_failure =
        std::find(std::begin(kFailures), std::end(kFailures), response->status) != std::end(kFailures);
    return is_failure ? CircuitBreaker::Ending::failed : CircuitBreaker::Ending::answered;
}

/// To be asked after a wait, which may have been cut short. Errors: cancelled.
Status still_wanted(const Asker& asker) {
    return asker.is_gone && asker.is_gone()
               ? Status(Error(ErrorCode::cancelled, "nobody waits for the request any more"))
               : ok();
}

std::chrono::milliseconds in_milliseconds(nanoseconds wait) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(wait);
}

}  // namespace

/// A request on its way through the budget.
struct BudgetHttp::Turn {
    const HttpRequest& request;
    std::string key;
    std::string stream;
    std::shared_ptr<const RateRules> rules;

    RateAsk at(Monotonic now, Instant utc) const {
        return {.request = request, .stream = stream, .now = now, .utc = utc, .rules = rules.get()};
    }
};

BudgetHttp::BudgetHttp(Http& inner, Clock& clock, RateBudgets& budgets, const Asker& asker, WaitListener on_wait)
    : inner_(inner), clock_(clock), budgets_(budgets), asker_(asker), on_wait_(std::move(on_wait)) {}

void BudgetHttp::use(std::shared_ptr<const RateRules> rules) {
    const std::scoped_lock lock(mutex_);
    rules_ = std::move(rules);
}

Status BudgetHttp::wait_for_turn(const Turn& turn, Deadline deadline) {
    const Monotonic start = clock_.monotonic();
    const Instant start_utc = clock_.now();
    Monotonic now = start;
    while (true) {
        LEVADA_TRY(const nanoseconds wait, budgets_.take(turn.key, turn.at(now, start_utc + (now - start))));
        if (wait == nanoseconds::zero()) {
            break;
        }
        if (wait >= deadline.remaining(now)) {
            budgets_.leave(turn.key, turn.stream);
            return Error(ErrorCode::rate_limited, "the API's rate budget is spent for longer than the request may take")
                .retry_after(in_milliseconds(wait))
                .with("host", host_of(turn.request));
        }
        if (on_wait_) {
            on_wait_(host_of(turn.request), wait);
        }
        clock_.sleep_for(wait);
        if (const Status wanted = still_wanted(asker_); !wanted.has_value()) {
            budgets_.leave(turn.key, turn.stream);
            return wanted;
        }
        // A clock that stands still (a run at a fixed time), or a wait that was cut short, has waited all the same.
        now = std::max(clock_.monotonic(), now + wait);
    }
    if (now > start) {
        budgets_.note_wait(turn.key, now - start);
    }
    return ok();
}

Result<HttpResponse> BudgetHttp::send(const HttpRequest& request, Deadline deadline) {
    Turn turn{.request = request,
              .key = asker_.keys.of(request),
              .stream = asker_.pipeline + "." + request.stream,
              .rules = nullptr};
    if (!request.is_authentication) {
        const std::scoped_lock lock(mutex_);
        turn.rules = rules_;
    }
    LEVADA_CHECK(wait_for_turn(turn, deadline));
    Result<HttpResponse> response = inner_.send(request, deadline);
    if (response.has_value()) {
        budgets_.answered(turn.key, *response, turn.at(clock_.monotonic(), clock_.now()));
    } else {
        budgets_.failed(turn.key);
    }
    return response;
}

void BudgetHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

BreakerHttp::BreakerHttp(Http& inner, Clock& clock, CircuitBreakers& breakers, const Asker& asker, Listeners listeners)
    : inner_(inner), clock_(clock), breakers_(breakers), asker_(asker), listeners_(std::move(listeners)) {}

void BreakerHttp::tell(const std::string& host, CircuitBreakers::Change change) const {
    if (change.before != change.after && listeners_.on_state) {
        listeners_.on_state(host, change.after);
    }
}

/// When the request may go.
Result<Monotonic> BreakerHttp::wait_while_open(const std::string& key, const std::string& host, Deadline deadline) {
    const Monotonic start = clock_.monotonic();
    Monotonic now = start;
    while (true) {
        const auto [wait, change] = breakers_.wait_before_request(key, now);
        tell(host, change);
        if (wait == nanoseconds::zero()) {
            break;
        }
        if (wait >= deadline.remaining(now)) {
            return Error(ErrorCode::unavailable, "the API failed again and again; its circuit is open")
                .retry_after(in_milliseconds(wait))
                .with("host", host)
                .hint(std::string(kBreakerHint));
        }
        if (listeners_.on_wait) {
            listeners_.on_wait(host, wait);
        }
        clock_.sleep_for(wait);
        LEVADA_CHECK(still_wanted(asker_));
        now = std::max(clock_.monotonic(), now + wait);
    }
    if (now > start) {
        breakers_.note_wait(key, now - start);
    }
    return now;
}

Result<HttpResponse> BreakerHttp::send(const HttpRequest& request, Deadline deadline) {
    const std::string key = asker_.keys.of(request);
    const std::string host = host_of(request);
    LEVADA_TRY(const Monotonic start, wait_while_open(key, host, deadline));
    Result<HttpResponse> response = inner_.send(request, deadline);
    const Monotonic end = std::max(clock_.monotonic(), start);
    tell(host, breakers_.note(key, ending_of(response), end - start, end));
    return response;
}

void BreakerHttp::recycle(HttpResponse&& response) {
    inner_.recycle(std::move(response));
}

}  // namespace levada
