#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "levada/base/deadline.h"

namespace levada {

/// When a CircuitBreaker opens.
struct BreakerOptions {
    /// The outcomes that are looked at: the newest so many, and none older than window_time.
    std::size_t window_count = 20;
    std::chrono::milliseconds window_time{300'000};
    /// It stays closed until so many outcomes are known.
    std::size_t outcome_count_min = 10;
    /// It opens when so many of a hundred failed.
    int failure_percent = 50;
    /// An answer that took longer is slow; it opens when so many of a hundred were slow or failed.
    std::chrono::milliseconds slow_after{60'000};
    int slow_percent = 90;
    /// How long it is open at first; doubled each time a trial fails.
    std::chrono::milliseconds open_time{30'000};
    std::chrono::milliseconds open_time_max{600'000};
};

/// Whether a host is worth asking: closed, open (not now), half-open (one request tries). Knows no clock: the time is
/// handed in. Not thread-safe.
class CircuitBreaker {
public:
    enum class State : std::uint8_t { closed, open, half_open };
    enum class Outcome : std::uint8_t { success, slow, failure };

    explicit CircuitBreaker(BreakerOptions options) : options_(options) {}

    /// Zero: the request may go. Else it may ask again after so long. The first that asks when the open time is over is
    /// the trial; the others wait for its outcome.
    std::chrono::nanoseconds wait_before_request(Monotonic now);
    void note(Outcome outcome, Monotonic now);
    State state() const { return state_; }
    /// `slow` for a success that took longer than slow_after.
    Outcome outcome_of(bool has_failed, std::chrono::nanoseconds elapsed) const;

private:
    struct Seen {
        Outcome outcome;
        Monotonic at;
    };
    void open(Monotonic now, std::chrono::milliseconds time);
    bool is_above(int percent, std::size_t count) const;

    BreakerOptions options_;
    State state_ = State::closed;
    std::deque<Seen> outcomes_;
    std::chrono::milliseconds open_time_{0};
    Monotonic open_until_{};
};

std::string_view to_string(CircuitBreaker::State state);

/// The breakers of all hosts and credentials that one program talks to, by politeness_key(). Thread-safe.
class CircuitBreakers {
public:
    explicit CircuitBreakers(BreakerOptions options = {}) : options_(options) {}

    /// As CircuitBreaker's.
    std::chrono::nanoseconds wait_before_request(const std::string& key, Monotonic now);
    /// Notes how a request ended; gives the state before and after.
    std::pair<CircuitBreaker::State, CircuitBreaker::State> note(const std::string& key,
                                                                 bool has_failed,
                                                                 std::chrono::nanoseconds elapsed,
                                                                 Monotonic now);
    /// The state of each host: of its credentials the worst.
    std::map<std::string, CircuitBreaker::State> states() const;

private:
    CircuitBreaker& of(const std::string& key);

    BreakerOptions options_;
    mutable std::mutex mutex_;
    std::map<std::string, CircuitBreaker> breakers_;
};

}  // namespace levada
