#include "levada/collect/circuit_breaker.h"

#include <algorithm>

#include "levada/base/assert.h"

namespace levada {

std::chrono::nanoseconds CircuitBreaker::wait_before_request(Monotonic now) {
    if (state_ == State::closed) {
        return std::chrono::nanoseconds::zero();
    }
    const std::chrono::nanoseconds wait = now < open_until_ ? open_until_ - now : std::chrono::nanoseconds::zero();
    state_ = State::half_open;
    return wait;
}

void CircuitBreaker::open(Monotonic now, std::chrono::milliseconds time) {
    state_ = State::open;
    open_time_ = std::min(time, options_.open_time_max);
    open_until_ = now + open_time_;
    outcomes_.clear();
    failure_count_ = 0;
}

void CircuitBreaker::note(Outcome outcome, Monotonic now) {
    if (state_ != State::closed) {
        if (outcome == Outcome::failure) {
            open(now, open_time_ * 2);
            return;
        }
        state_ = State::closed;
    }
    outcomes_.push_back(outcome);
    failure_count_ += outcome == Outcome::failure ? 1 : 0;
    if (outcomes_.size() > options_.window_count) {
        failure_count_ -= outcomes_.front() == Outcome::failure ? 1 : 0;
        outcomes_.pop_front();
    }
    LEVADA_ASSERT(failure_count_ <= outcomes_.size());
    constexpr std::size_t kPercent = 100;
    const std::size_t limit = static_cast<std::size_t>(options_.failure_percent) * outcomes_.size();
    if (outcomes_.size() >= options_.outcome_count_min && failure_count_ * kPercent >= limit) {
        open(now, options_.open_time);
    }
}

}  // namespace levada
