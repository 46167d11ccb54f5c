#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

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
    /// What was learnt from refusals is forgotten after so long without one.
    std::chrono::milliseconds pace_age_max{3'600'000};
};

/// How many requests of one credential may go to a host now, shared by all streams that ask. Learnt from its answers:
/// `Retry-After` of 429 and 503, `RateLimit` and `RateLimit-*` (IETF draft-ietf-httpapi-ratelimit-headers-07),
/// `X-RateLimit-*` as GitHub, Zendesk and others send them. Where the API says how many are left, that many go, less
/// those under way, and one alone asks how many there are in the next window. Where it only refuses, the requests that
/// it answered until then tell a pace, which is kept. Streams that wait are served in turn. Knows no clock. Not
/// thread-safe.
class RateBudget {
public:
    explicit RateBudget(RateBudgetOptions options) : options_(options), tokens_(options.burst_count) {}

    /// Zero: the request may go, and counts as under way until answered() or failed(). Else it may ask again after so
    /// long; until then its stream waits in turn.
    std::chrono::nanoseconds take(const std::string& stream, Monotonic now);
    /// A stream that waits does not want any more.
    void leave(const std::string& stream) { waiting_.erase(stream); }
    /// A request that went was answered at `now`, `utc`.
    void answered(const HttpResponse& response, Monotonic now, Instant utc);
    /// A request that went had no answer.
    void failed();

private:
    /// What the API said last of its current window.
    struct Window {
        double available = 0;  ///< less what is under way
        Monotonic reset_at{};
    };

    std::chrono::nanoseconds wait_for(const std::string& stream, Monotonic now);
    std::chrono::nanoseconds wait_for_token(Monotonic now);
    std::chrono::nanoseconds wait_for_window(Monotonic now);
    std::chrono::nanoseconds wait_for_pace(Monotonic now);
    bool is_anothers_turn(const std::string& stream) const;
    void learn_window(const HttpResponse& response, Monotonic now, Instant utc);
    void learn_pace(Monotonic now, std::chrono::nanoseconds wait);

    RateBudgetOptions options_;
    double tokens_;
    std::optional<Monotonic> refilled_;
    Monotonic closed_until_{};
    std::int64_t under_way_count_ = 0;
    std::optional<Window> window_;
    bool is_probing_ = false;  // A window is over: one request asks what the next one allows.
    // Requests that were answered since the API was closed last, and when the first of them went.
    std::optional<Monotonic> counted_from_;
    std::int64_t counted_ = 0;
    std::chrono::nanoseconds pace_{0};  // Between two requests; zero: none is known.
    Monotonic next_slot_{};
    Monotonic refused_at_{};
    // Which turn each stream was served in last, and the streams that wait.
    std::map<std::string, std::uint64_t> served_;
    std::map<std::string, std::uint64_t> waiting_;
    std::uint64_t turn_ = 0;
};

/// How long the headers ask to wait before the next request; nothing when they ask for none.
std::optional<std::chrono::nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc);

/// The budgets of all hosts and credentials that one program talks to, by politeness_key(). Thread-safe.
class RateBudgets {
public:
    explicit RateBudgets(RateBudgetOptions options = {}) : options_(options) {}

    /// As RateBudget's.
    std::chrono::nanoseconds take(const std::string& key, const std::string& stream, Monotonic now);
    void leave(const std::string& key, const std::string& stream);
    void answered(const std::string& key, const HttpResponse& response, Monotonic now, Instant utc);
    void failed(const std::string& key);

private:
    RateBudget& of(const std::string& key);

    RateBudgetOptions options_;
    std::mutex mutex_;
    std::map<std::string, RateBudget> budgets_;
};

}  // namespace levada
