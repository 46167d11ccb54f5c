#include "levada/collect/circuit_breaker.h"

#include <algorithm>

namespace levada {
namespace {

constexpr std::chrono::milliseconds kTrialPoll{100};
// Breakers that are remembered: credentials that change with each request must not fill the memory.
constexpr std::size_t kCircuitCountMax = 10'000;

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
        return kTrialPoll;
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

void CircuitBreaker::note_unknown(Monotonic now) {
    if (state_ == State::half_open) {
        open(now, open_time_);
    }
}

std::pair<std::chrono::nanoseconds, CircuitBreakers::Change> CircuitBreakers::wait_before_request(
    const std::string& key, Monotonic now) {
    const std::scoped_lock lock(mutex_);
    CircuitBreaker& breaker = of(key).breaker;
    Change change{.before = breaker.state()};
    const std::chrono::nanoseconds wait = breaker.wait_before_request(now);
    change.after = breaker.state();
    return {wait, change};
}

CircuitBreakers::Change CircuitBreakers::note(const std::string& key,
                                              CircuitBreaker::Ending ending,
                                              std::chrono::nanoseconds elapsed,
                                              Monotonic now) {
    const std::scoped_lock lock(mutex_);
    Entry& entry = of(key);
    Change change{.before = entry.breaker.state()};
    if (ending == CircuitBreaker::Ending::unknown) {
        entry.breaker.note_unknown(now);
    } else {
        entry.breaker.note(entry.breaker.outcome_of(ending == CircuitBreaker::Ending::failed, elapsed), now);
    }
    change.after = entry.breaker.state();
    const bool has_opened = change.before != change.after && change.after == CircuitBreaker::State::open;
    entry.counts.opened += has_opened ? 1 : 0;
    return change;
}

void CircuitBreakers::note_wait(const std::string& key, std::chrono::nanoseconds wait) {
    const std::scoped_lock lock(mutex_);
    BreakerCounts& counts = of(key).counts;
    counts.waits += 1;
    counts.waited += wait;
}

std::map<std::string, BreakerCounts> CircuitBreakers::counts() const {
    const std::scoped_lock lock(mutex_);
    std::map<std::string, BreakerCounts> counts;
    for (const auto& [key, entry] : entries_) {
        BreakerCounts& sum = counts[key.substr(0, key.find(' '))];
        const CircuitBreaker::State state = entry.breaker.state();
        const bool is_worse = state == CircuitBreaker::State::open || sum.state == CircuitBreaker::State::closed;
        sum.state = is_worse ? state : sum.state;
        sum.opened += entry.counts.opened;
        sum.waits += entry.counts.waits;
        sum.waited += entry.counts.waited;
    }
    return counts;
}

CircuitBreakers::Entry& CircuitBreakers::of(const std::string& key) {
    if (entries_.size() >= kCircuitCountMax && !entries_.contains(key)) {
        entries_.clear();
    }
    return entries_.try_emplace(key, Entry{CircuitBreaker(options_)}).first->second;
}

}  // namespace levada
