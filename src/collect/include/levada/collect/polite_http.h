#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "levada/collect/circuit_breaker.h"
#include "levada/collect/rate_budget.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada {

/// Told of each pause before it begins: the host and how long.
using WaitListener = std::function<void(std::string_view host, std::chrono::nanoseconds wait)>;

/// Holds requests back while the budget of their host and credential is spent. Waits by the clock; a wait that would
/// pass the deadline is refused with rate_limited and how long to wait. Thread-safe.
class BudgetHttp final : public Http {
public:
    /// Borrows `inner` and `clock`. `on_wait` may be empty.
    BudgetHttp(Http& inner, Clock& clock, RateBudgetOptions options, WaitListener on_wait);

    /// Errors: also rate_limited.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    Http& inner_;
    Clock& clock_;
    RateBudgetOptions options_;
    WaitListener on_wait_;
    std::mutex mutex_;
    std::map<std::string, RateBudget> budgets_;
};

/// Pauses requests to a host (per credential) that fails again and again: no connection, or 500, 502, 503, 504. It only
/// pauses; what becomes of the request is decided by who asked. A pause that would pass the deadline is refused with
/// unavailable and how long to wait. Thread-safe.
class BreakerHttp final : public Http {
public:
    /// Borrows `inner` and `clock`. `on_wait` may be empty.
    BreakerHttp(Http& inner, Clock& clock, BreakerOptions options, WaitListener on_wait);

    /// Errors: those of the inner one; unavailable when the breaker is open beyond the deadline.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;
    /// The breakers that are not closed, by host.
    std::vector<std::string> open_hosts() const;

private:
    Http& inner_;
    Clock& clock_;
    BreakerOptions options_;
    WaitListener on_wait_;
    mutable std::mutex mutex_;
    std::map<std::string, CircuitBreaker> breakers_;
};

/// `host` and, where the request has credentials, a number that stands for them: requests with the same key share a
/// budget and a breaker. Never holds a credential.
std::string politeness_key(const HttpRequest& request);

}  // namespace levada
