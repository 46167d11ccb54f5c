#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "levada/base/deadline.h"

namespace levada {

/// When a CircuitBreaker opens.
struct BreakerOptions {
    /// The outcomes that are looked at: the newest so many.
    std::size_t window_count = 20;
    /// It stays closed until so many outcomes are known.
    std::size_t outcome_count_min = 10;
    /// It opens when so many of a hundred failed.
    int failure_percent = 50;
    /// How long it is open at first; doubled each time a trial fails.
    std::chrono::milliseconds open_time{30'000};
    std::chrono::milliseconds open_time_max{600'000};
};

/// Whether a host is worth asking: closed, open (not now), half-open (one request tries). Knows no clock: the time is
/// handed in. Not thread-safe.
class CircuitBreaker {
public:
    enum class State : std::uint8_t { closed, open, half_open };
    enum class Outcome : std::uint8_t { success, failure };

    explicit CircuitBreaker(BreakerOptions options) : options_(options) {}

    /// How long a request that is about to be sent has to wait; zero: it may go. After the wait it may go whatever the
    /// time is then: the first one to go is the trial.
    std::chrono::nanoseconds wait_before_request(Monotonic now);
    void note(Outcome outcome, Monotonic now);
    State state() const { return state_; }

private:
    void open(Monotonic now, std::chrono::milliseconds time);

    BreakerOptions options_;
    State state_ = State::closed;
    std::deque<Outcome> outcomes_;
    std::size_t failure_count_ = 0;
    std::chrono::milliseconds open_time_{0};
    Monotonic open_until_{};
};

}  // namespace levada
