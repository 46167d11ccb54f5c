#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

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
    /// How a request ended. Of an unknown end nobody learns anything; if it was the trial, there is to be another one.
    enum class Ending : std::uint8_t { answered, failed, unknown };

    explicit CircuitBreaker(BreakerOptions options) : options_(options) {}

    /// Zero: the request may go. Else it may ask again after so long. The first that asks when the open time is over is
    /// the trial; the others wait for its outcome.
    std::chrono::nanoseconds wait_before_request(Monotonic now);
    void note(Outcome outcome, Monotonic now);
    void note_unknown(Monotonic now);
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

/// What is known of one host since the program began: of its credentials the worst state, and sums.
struct BreakerCounts {
    CircuitBreaker::State state = CircuitBreaker::State::closed;
    std::uint64_t opened = 0;
    std::uint64_t waits = 0;
    std::chrono::nanoseconds waited{0};
};

/// The breakers of all hosts and credentials that one program talks to, by PolitenessKeys. Thread-safe.
class CircuitBreakers {
public:
    explicit CircuitBreakers(BreakerOptions options = {}) : options_(options) {}

    struct Change {
        CircuitBreaker::State before = CircuitBreaker::State::closed;
        CircuitBreaker::State after = CircuitBreaker::State::closed;
    };

    /// As CircuitBreaker's, with what became of its state.
    std::pair<std::chrono::nanoseconds, Change> wait_before_request(const std::string& key, Monotonic now);
    /// Notes how a request ended.
    Change note(const std::string& key, CircuitBreaker::Ending ending, std::chrono::nanoseconds elapsed, Monotonic now);
    /// A request waited because of an open breaker.
    void note_wait(const std::string& key, std::chrono::nanoseconds wait);
    /// By host.
    std::map<std::string, BreakerCounts> counts() const;

private:
    struct Entry {
        CircuitBreaker breaker;
        BreakerCounts counts{};
    };
    Entry& of(const std::string& key);

    BreakerOptions options_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
};

}  // namespace levada
