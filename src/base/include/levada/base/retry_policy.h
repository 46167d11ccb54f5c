#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// Gives a number in [0, 1) at each call. Injected where waits are spread, so that a seed gives the same waits again.
using RandomFraction = std::function<double()>;

/// The same numbers for the same seed. Thread-safe; copies go on together.
/// Source: SplitMix64 (Steele, Lea, Flood 2014).
RandomFraction seeded_fractions(std::uint64_t seed);
/// Seeded by the system. Thread-safe; copies go on together.
RandomFraction system_fractions();

/// How often something is tried that failed for a passing reason, and how long between. Each limit holds by itself.
struct RetryPolicy {
    /// In all, the first one counted.
    int attempts_max = 4;
    /// The longest wait before the second attempt; doubled for each one that follows.
    std::chrono::milliseconds wait_first{100};
    std::chrono::milliseconds wait_max{10'000};
    /// What the other side asks for (Retry-After) is kept to the letter, up to this: a date that is far off is a
    /// mistake.
    std::chrono::milliseconds asked_wait_max{3'600'000};
    /// No attempt begins later than this after the first one.
    std::chrono::milliseconds time_max{60'000};
    /// Whether a conflict passes too: somebody else was first, and the next attempt sees what they did.
    bool is_conflict_passing = false;

    /// The longest wait after `failed_count` failures (from 1 on).
    std::chrono::nanoseconds longest_wait(int failed_count) const;
};

/// Any time up to `longest`: those who failed together do not come again together.
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015), full jitter.
std::chrono::nanoseconds full_jitter(std::chrono::nanoseconds longest, double fraction);

/// True when the same call may succeed a little later: unavailable or rate_limited. Not for a full disk, which has to
/// be emptied first.
bool is_passing(const Error& error);

/// The attempts of one operation. Not thread-safe.
class Backoff {
public:
    /// The first attempt begins at `started`.
    Backoff(const RetryPolicy& policy, RandomFraction random, Monotonic started);

    /// How long to wait before the next attempt; nothing when there is to be none: the failure is not a passing one,
    /// the attempts or the time are used up.
    std::optional<std::chrono::nanoseconds> next_wait(const Error& error, Monotonic now);
    int failed_count() const { return failed_count_; }

private:
    RetryPolicy policy_;
    RandomFraction random_;
    Monotonic started_;
    int failed_count_ = 0;
};

/// What a repeated operation needs of the world; base has no clock of its own.
struct RetryWorld {
    std::function<Monotonic()> now;
    std::function<void(std::chrono::nanoseconds)> sleep;
    RandomFraction random;
};

/// Calls `attempt` until it gives a value, a failure that does not pass, or the policy says that it is enough. The last
/// failure is given, with the count of attempts when there were several.
template <class Attempt>
auto with_retries(const RetryPolicy& policy, const RetryWorld& world, const Attempt& attempt) -> decltype(attempt()) {
    Backoff backoff(policy, world.random, world.now());
    while (true) {
        auto outcome = attempt();
        if (outcome.has_value()) {
            return outcome;
        }
        const std::optional<std::chrono::nanoseconds> wait = backoff.next_wait(outcome.error(), world.now());
        if (!wait.has_value()) {
            if (backoff.failed_count() > 1) {
                return outcome.error().with("attempts", std::to_string(backoff.failed_count()));
            }
            return outcome;
        }
        world.sleep(*wait);
    }
}

/// A wait as headers tell it: seconds, a date as a number (seconds or milliseconds since 1970), a date of HTTP or of
/// RFC 3339. Dates count from `utc`; one that has passed is no wait. Nothing when it is none of these.
std::optional<std::chrono::nanoseconds> parse_wait(std::string_view text, Instant utc);

}  // namespace levada
