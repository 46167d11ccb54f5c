#pragma once

#include <mutex>

#include "levada/collect/circuit_breaker.h"
#include "levada/collect/rate_budget.h"
#include "levada/collect/retry_budget.h"
#include "levada/observe/metrics.h"

namespace levada::app {

/// Shows Prometheus, by host, what breakers, rate budgets and retry budgets do. Thread-safe.
class PolitenessMetrics {
public:
    /// Borrows all. From now on each look at `metrics` brings them up to date; so this must live as long.
    PolitenessMetrics(observe::MetricsRegistry& metrics,
                      const CircuitBreakers& breakers,
                      const RateBudgets& budgets,
                      const RetryBudgets& retries);

private:
    void update();
    void show_breakers();
    void show_budgets();
    void show_retries();
    void count_up_to(const char* name, const char* help, const std::string& host, std::uint64_t total);

    observe::MetricsRegistry& metrics_;
    const CircuitBreakers& breakers_;
    const RateBudgets& budgets_;
    const RetryBudgets& retries_;
    std::mutex mutex_;
};

}  // namespace levada::app
