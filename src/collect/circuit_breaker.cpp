#include "levada/collect/circuit_breaker.h"

#include <algorithm>

namespace levada {
namespace {

constexpr std::chrono::milliseconds kPoll{100};
// Breakers that are remembered: credentials that change with each request must not fill the memory.
constexpr std::size_t kKeyCountMax = 10'000;

}  // namespace

std::string_view to_string(CircuitBreaker::State state) {
    switch (state) {
        case CircuitBreaker::State::open:
            return "open";
        case CircuitBreaker::State::half_open:
            return "half_open";
        default:
            return "closed";
    }
}

std::chrono::nanoseconds CircuitBreaker::wait_before_request(Monotonic now) {
    if (state_ == State::closed) {
        return std::chrono::nanoseconds::zero();
    }
    if (state_ == State::half_open) {
        return kPoll;
    }
    if (now < open_until_) {
        return open_until_ - now;
    }
    state_ = State::half_open;
    return std::chrono::nanoseconds::zero();
}

CircuitBreaker::Outcome CircuitBreaker::outcome_of(bool has_failed, std::chrono::nanoseconds elapsed) const {
    if (has_failed) {
        return Outcome::failure;
    }
    return elapsed > options_.slow_after ? Outcome::slow : Outcome::success;
}

void CircuitBreaker::open(Monotonic now, std::chrono::milliseconds time) {
    state_ = State::open;
    open_time_ = std::min(time, options_.open_time_max);
    open_until_ = now + open_time_;
    outcomes_.clear();
}

bool CircuitBreaker::is_above(int percent, std::size_t count) const {
    constexpr std::size_t kPercent = 100;
    return count * kPercent >= static_cast<std::size_t>(percent) * outcomes_.size();
}

void CircuitBreaker::note(Outcome outcome, Monotonic now) {
    if (state_ == State::open) {
        return;  // Of a request that went before it opened: the trial will tell.
    }
    if (state_ == State::half_open) {
        if (outcome == Outcome::failure) {
            open(now, open_time_ * 2);
            return;
        }
        state_ = State::closed;
    }
    outcomes_.push_back({outcome, now});
    while (outcomes_.size() > options_.window_count || now - outcomes_.front().at > options_.window_time) {
        outcomes_.pop_front();
    }
    if (outcomes_.size() < options_.outcome_count_min) {
        return;
    }
    const auto count_of = [this](auto is_counted) {
        return static_cast<std::size_t>(std::count_if(
            outcomes_.begin(), outcomes_.end(), [&](const Seen& seen) { return is_counted(seen.outcome); }));
    };
    const std::size_t failed = count_of([](Outcome one) { return one == Outcome::failure; });
    const std::size_t slow = count_of([](Outcome one) { return one != Outcome::success; });
    if (is_above(options_.failure_percent, failed) || is_above(options_.slow_percent, slow)) {
        open(now, options_.open_time);
    }
}

std::chrono::nanoseconds CircuitBreakers::wait_before_request(const std::string& key, Monotonic now) {
    const std::lock_guard lock(mutex_);
    return of(key).wait_before_request(now);
}

std::pair<CircuitBreaker::State, CircuitBreaker::State> CircuitBreakers::note(const std::string& key,
                                                                              bool has_failed,
                                                                              std::chrono::nanoseconds elapsed,
                                                                              Monotonic now) {
    const std::lock_guard lock(mutex_);
    CircuitBreaker& breaker = of(key);
    const CircuitBreaker::State before = breaker.state();
    breaker.note(breaker.outcome_of(has_failed, elapsed), now);
    return {before, breaker.state()};
}

std::map<std::string, CircuitBreaker::State> CircuitBreakers::states() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, CircuitBreaker::State> states;
    for (const auto& [key, breaker] : breakers_) {
        CircuitBreaker::State& state = states[key.substr(0, key.find(' '))];
        state = breaker.state() == CircuitBreaker::State::closed ? state : breaker.state();
    }
    return states;
}

CircuitBreaker& CircuitBreakers::of(const std::string& key) {
    if (breakers_.size() >= kKeyCountMax && !breakers_.contains(key)) {
        breakers_.clear();
    }
    return breakers_.try_emplace(key, options_).first->second;
}

}  // namespace levada
