#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "levada/base/deadline.h"
#include "levada/ports/http.h"

namespace levada {

/// What a RateBudget allows beyond what the API says.
struct RateBudgetOptions {
    /// Requests a second, 0: as many as the API allows.
    double requests_per_second = 0;
    /// So many may go at once after a pause.
    double burst_count = 10;
    /// A wait that the API asks for is cut to this: a date that is far off is a mistake.
    std::chrono::milliseconds wait_max{3'600'000};
};

/// How many requests of one credential may go to a host now; learnt from its answers: `Retry-After` of 429 and 503,
/// `RateLimit` and `RateLimit-*` (IETF draft-ietf-httpapi-ratelimit-headers-07), `X-RateLimit-*` as GitHub, Zendesk and
/// others send them. Knows no clock. Not thread-safe.
class RateBudget {
public:
    explicit RateBudget(RateBudgetOptions options) : options_(options), tokens_(options.burst_count) {}

    /// How long a request that is about to be sent has to wait; takes it out of the budget.
    std::chrono::nanoseconds wait_before_request(Monotonic now);
    /// Looks at the headers of an answer that came at `now`, `utc`.
    void learn(const HttpResponse& response, Monotonic now, Instant utc);

private:
    std::chrono::nanoseconds wait_for_token(Monotonic now);

    RateBudgetOptions options_;
    double tokens_;
    std::optional<Monotonic> refilled_;
    Monotonic closed_until_{};
};

/// How long the headers ask to wait before the next request; nothing when they ask for none.
std::optional<std::chrono::nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc);

}  // namespace levada
