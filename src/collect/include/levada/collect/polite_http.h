#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "levada/collect/circuit_breaker.h"
#include "levada/collect/politeness_key.h"
#include "levada/collect/rate_budget.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada {

/// Told of each pause before it begins: the host and how long.
using WaitListener = std::function<void(std::string_view host, std::chrono::nanoseconds wait)>;
/// Told of each change of a breaker: the host and the state now.
using BreakerListener = std::function<void(std::string_view host, CircuitBreaker::State state)>;

/// Whose requests these are, for what is shared by all pipelines.
struct Asker {
    std::string pipeline;  ///< streams of two pipelines may have the same name
    PolitenessKeys keys{};
    /// True when nobody wants the answer any more: a request that waits is refused with cancelled, not sent before its
    /// time. May be empty; called on the sending threads.
    std::function<bool()> is_gone{};
};

/// Holds requests back while the budget of their host and credential is spent. Waits by the clock; a wait that would
/// pass the deadline is refused with rate_limited and how long to wait. Thread-safe.
class BudgetHttp final : public Http {
public:
    /// Borrows the four; all that talk to the same APIs share `budgets`. `on_wait` may be empty.
    BudgetHttp(Http& inner, Clock& clock, RateBudgets& budgets, const Asker& asker, WaitListener on_wait);

    /// Errors: also rate_limited, cancelled; those of RateRules::wait_for().
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;
    /// From the next request on these limits hold as well, for all that share the budget. They do not hold for
    /// requests that obtain a credential.
    void use(std::shared_ptr<const RateRules> rules);

private:
    struct Turn;
    Status wait_for_turn(const Turn& turn, Deadline deadline);

    Http& inner_;
    Clock& clock_;
    RateBudgets& budgets_;
    const Asker& asker_;
    WaitListener on_wait_;
    std::mutex mutex_;
    std::shared_ptr<const RateRules> rules_;  // under mutex_
};

/// Pauses requests to a host (per credential) that fails again and again (no connection, or 500, 502, 503, 504) or has
/// become slow. It only pauses; what becomes of the request is decided by who asked. A pause that would pass the
/// deadline is refused with unavailable and how long to wait. What fails on our side (a full disk, a run that is told
/// to stop) tells nothing of the host. Thread-safe.
class BreakerHttp final : public Http {
public:
    struct Listeners {  ///< each may be empty
        WaitListener on_wait{};
        BreakerListener on_state{};
    };

    /// Borrows the four; all that talk to the same APIs share `breakers`.
    BreakerHttp(Http& inner, Clock& clock, CircuitBreakers& breakers, const Asker& asker, Listeners listeners);

    /// Errors: those of the inner one; unavailable when the breaker is open beyond the deadline; cancelled.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override;

private:
    Result<Monotonic> wait_while_open(const std::string& key, const std::string& host, Deadline deadline);
    void tell(const std::string& host, CircuitBreakers::Change change) const;

    Http& inner_;
    Clock& clock_;
    CircuitBreakers& breakers_;
    const Asker& asker_;
    Listeners listeners_;
};

}  // namespace levada
