#pragma once

#include <cstdint>
#include <optional>

#include "levada/ports/clock.h"

namespace levada::airbyte {

/// Why an attempt is repeated: each kind has a loop of its own in the CDK, the first around the others.
enum class RetryKind : std::uint8_t { standard, rate_limited, user_defined };

/// Whether a source repeats requests at all: a test read does not, as the CDK's does not. Shared by a source's parts.
struct RetryRule {
    bool may_retry = true;
};

/// Counts attempts and says how long to wait before the next one. The CDK nests three decorators of PyPI `backoff`, so
/// an outer repetition starts the inner counts anew. Source: HttpClient._send_with_retry, rate_limiting.py,
/// backoff 2.2.
class RetryBudget {
public:
    RetryBudget(std::int64_t retries_max, std::int64_t seconds_max, const Clock& clock);

    /// Seconds to wait before the next attempt, or nothing when the attempts are used up. `asked` is the wait of a
    /// user-defined strategy.
    std::optional<double> next_wait(RetryKind kind, double asked);

private:
    struct Loop {
        std::int64_t tries = 0;
        Monotonic started;
    };
    Loop& loop(RetryKind kind) { return loops_[static_cast<std::size_t>(kind)]; }
    double seconds_since(Monotonic start) const;

    std::int64_t tries_max_;
    double seconds_max_;
    const Clock& clock_;
    Loop loops_[3];
};

}  // namespace levada::airbyte
