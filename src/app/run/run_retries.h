#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "levada/airbyte/components/retry_gate.h"
#include "levada/base/retry_policy.h"
#include "levada/collect/retry_budget.h"
#include "levada/ports/clock.h"

namespace levada::app {

/// Bounds the retries of one run beyond what its manifest says: a budget for the run, one for each host that all
/// pipelines share, and the longest wait. Where there was no connection at all, and nobody says how long to wait, the
/// wait gets full jitter, so that pipelines which lost an API together do not come back together. Thread-safe.
class RunRetries final : public airbyte::RetryGate {
public:
    /// The longest wait for a retry: a reset date that is further off is a mistake, or a run of its own.
    static constexpr std::chrono::hours kWaitMax{24};

    /// `run`: the run's own limits. Borrows `clock` and `hosts`.
    RunRetries(RetryBudgetOptions run, RetryBudgets& hosts, const Clock& clock, RandomFraction random);

    void note_request(const HttpRequest& request) override;
    /// Errors: unavailable, with what to do next.
    Result<double> before_retry(const airbyte::RetryAsk& ask) override;

private:
    Error refusal(const airbyte::RetryAsk& ask, const std::string& whose, const RetryBudgetOptions& options) const;

    RetryBudgets& hosts_;
    const Clock& clock_;
    std::mutex mutex_;
    RetryBudget run_;  // these two under mutex_
    RandomFraction random_;
};

}  // namespace levada::app
