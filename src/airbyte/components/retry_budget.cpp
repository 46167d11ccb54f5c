#include "retry_budget.h"

#include <algorithm>
#include <cmath>

namespace levada::airbyte {

RetryBudget::RetryBudget(std::int64_t retries_max, std::int64_t seconds_max, const Clock& clock)
    : tries_max_(std::max<std::int64_t>(retries_max, 0) + 1),
      seconds_max_(static_cast<double>(seconds_max)),
      clock_(clock) {
    for (Loop& each : loops_) {
        each.started = clock_.monotonic();
    }
}

double RetryBudget::seconds_since(Monotonic start) const {
    return std::chrono::duration<double>(clock_.monotonic() - start).count();
}

std::optional<double> RetryBudget::next_wait(RetryKind kind, double asked) {
    // The exception leaves the inner loops; their next call counts from the beginning.
    for (const RetryKind inner : {RetryKind::rate_limited, RetryKind::user_defined}) {
        if (inner > kind) {
            loop(inner) = {.tries = 0, .started = clock_.monotonic()};
        }
    }
    Loop& current = loop(kind);
    ++current.tries;
    // Only the rate limit's loop has no time limit.
    const double elapsed = kind == RetryKind::rate_limited ? 0 : seconds_since(current.started);
    if (current.tries >= tries_max_ || elapsed >= seconds_max_) {
        return std::nullopt;
    }
    if (kind == RetryKind::user_defined) {
        // One more second covers what a server's whole seconds leave out.
        return asked + 1;
    }
    const double doubling = std::pow(2.0, static_cast<double>(current.tries - 1));
    return kind == RetryKind::rate_limited ? doubling : std::min(doubling, seconds_max_ - elapsed);
}

}  // namespace levada::airbyte
