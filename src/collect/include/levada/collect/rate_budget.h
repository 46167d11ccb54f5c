#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"
#include "levada/collect/rate_headers.h"
#include "levada/collect/rate_rules.h"
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

/// How many requests of one credential may go to a host now, shared by all streams that ask. Learnt from its answers
/// (rate_headers.h). Where the API says how many are left, that many go, less
/// those under way, and one alone asks how many there are in the next window. Where it only refuses, the requests that
/// it answered until then tell a pace, which is kept; a first refusal within half a minute is followed by another one,
/// as only that tells how long the API's windows are. Streams that wait are served in turn. Knows no clock. Not
/// thread-safe.
class RateBudget {
public:
    explicit RateBudget(RateBudgetOptions options) : options_(options), tokens_(options.burst_count) {}

    /// What a limit besides says of the request: how long it has to wait at least, and who else waits for that limit.
    struct Held {
        std::chrono::nanoseconds wait{0};
        std::string group{};
    };

    /// Zero: the request may go, and counts as under way until answered() or failed(). Else it may ask again after so
    /// long; until then its stream waits in turn.
    std::chrono::nanoseconds take(const std::string& stream, Monotonic now, const Held& held);
    std::chrono::nanoseconds take(const std::string& stream, Monotonic now) { return take(stream, now, {}); }
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

    /// A stream that waits: since which turn, and for which limit; of an empty group for one that holds for all.
    struct Waiting {
        std::uint64_t turn = 0;
        std::string group{};
    };

    std::chrono::nanoseconds wait_for(const std::string& stream, Monotonic now, const Held& held);
    std::chrono::nanoseconds wait_for_token(Monotonic now);
    std::chrono::nanoseconds wait_for_window(Monotonic now);
    std::chrono::nanoseconds wait_for_pace(Monotonic now);
    bool is_anothers_turn(const std::string& stream, const std::string& group) const;
    void learn_window(const HttpResponse& response, Monotonic now, Instant utc);
    void learn_pace(Monotonic now, std::chrono::nanoseconds wait);
    void count_from(Monotonic now);
    void note_answer(Monotonic now);

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
    std::deque<Monotonic> answered_at_;
    bool has_seen_begin_ = false;       // They began when the API opened again, and so with one of its windows.
    Monotonic used_at_{};               // The last request or answer.
    std::chrono::nanoseconds pace_{0};  // Between two requests; zero: none is known.
    Monotonic next_slot_{};
    Monotonic refused_at_{};
    // Which turn each stream was served in last, and the streams that wait.
    std::map<std::string, std::uint64_t> served_;
    std::map<std::string, Waiting> waiting_;
    std::uint64_t turn_ = 0;
};

/// A request that wants to go.
struct RateAsk {
    const HttpRequest& request;
    const std::string& stream;  ///< of all pipelines: their streams may have the same names
    Monotonic now{};
    Instant utc{};
    const RateRules* rules = nullptr;  ///< what the asker's manifest says; from now on all requests of the key count
};

/// What one host's requests waited for their budgets since the program began.
struct RateWaits {
    std::uint64_t count = 0;
    std::chrono::nanoseconds time{0};
};

/// The budgets of all hosts and credentials that one program talks to, by PolitenessKeys. Thread-safe.
class RateBudgets {
public:
    explicit RateBudgets(RateBudgetOptions options = {}) : options_(options) {}

    /// As RateBudget's, and no sooner than the rules say that were ever asked with for this key.
    /// Errors: those of RateRules::wait_for().
    Result<std::chrono::nanoseconds> take(const std::string& key, const RateAsk& ask);
    void leave(const std::string& key, const std::string& stream);
    void answered(const std::string& key, const HttpResponse& response, const RateAsk& ask);
    void failed(const std::string& key);
    /// A request waited for its turn.
    void note_wait(const std::string& key, std::chrono::nanoseconds wait);
    std::map<std::string, RateWaits> waits() const;

private:
    struct Entry {
        RateBudget budget;
        std::vector<std::unique_ptr<RateRules>> rules{};
    };
    Entry& of(const std::string& key);
    static void attach(Entry& entry, const RateRules* rules);

    RateBudgetOptions options_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::map<std::string, RateWaits> waits_;
};

}  // namespace levada
