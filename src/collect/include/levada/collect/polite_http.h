#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "levada/collect/circuit_breaker.h"
#include "levada/collect/rate_budget.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada {

/// Told of each pause before it begins: the host and how long.
using WaitListener = std::function<void(std::string_view host, std::chrono::nanoseconds wait)>;
/// Told of each change of a breaker: the host and the state now.
using BreakerListener = std::function<void(std::string_view host, CircuitBreaker::State state)>;

/// Holds requests back while the budget of their host and credential is spent. Waits by the clock; a wait that would
/// pass the deadline is refused with rate_limited and how long to wait. Thread-safe.
class BudgetHttp final : public Http {
public:
    /// Borrows the three; all that talk to the same APIs share `budgets`. `on_wait` may be empty.
    BudgetHttp(Http& inner, Clock& clock, RateBudgets& budgets, WaitListener on_wait);

    /// Errors: also rate_limited.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    Status wait_for_turn(const HttpRequest& request, const std::string& key, Deadline deadline);

    Http& inner_;
    Clock& clock_;
    RateBudgets& budgets_;
    WaitListener on_wait_;
};

/// Pauses requests to a host (per credential) that fails again and again (no connection, or 500, 502, 503, 504) or has
/// become slow. It only pauses; what becomes of the request is decided by who asked. A pause that would pass the
/// deadline is refused with unavailable and how long to wait. Thread-safe.
class BreakerHttp final : public Http {
public:
    struct Listeners {  ///< each may be empty
        WaitListener on_wait{};
        BreakerListener on_state{};
    };

    /// Borrows the three; all that talk to the same APIs share `breakers`.
    BreakerHttp(Http& inner, Clock& clock, CircuitBreakers& breakers, Listeners listeners);

    /// Errors: those of the inner one; unavailable when the breaker is open beyond the deadline.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    Http& inner_;
    Clock& clock_;
    CircuitBreakers& breakers_;
    Listeners listeners_;
};

/// `host` and, where the request has credentials, a number that stands for them: requests with the same key share a
/// budget and a breaker. Never holds a credential.
std::string politeness_key(const HttpRequest& request);

}  // namespace levada
