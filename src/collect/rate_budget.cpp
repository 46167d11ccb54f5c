#include "levada/collect/rate_budget.h"

#include <algorithm>
#include <string>
#include <utility>

namespace levada {
namespace {

using std::chrono::nanoseconds;

constexpr double kNanoseconds = 1e9;
// How soon to look again when another request of the same budget decides.
constexpr std::chrono::milliseconds kTurnPoll{20};
constexpr std::chrono::milliseconds kResetSlack{1000};
constexpr std::chrono::seconds kShortWait{2};
constexpr std::chrono::seconds kMinute{60};
// Of a window that had begun before the first request so much has to be seen to be taken for a minute. A shorter one
// would be several times too slow a pace; a pace that is too fast is refused once more, so long after the first request
// at most as twice this, and then the window was seen whole.
constexpr std::chrono::seconds kMinuteSeen{25};
// The share of a pace that was seen to be too fast at its very end.
constexpr double kPaceShare = 0.95;
// Budgets that are remembered: credentials that change with each request must not fill the memory.
constexpr std::size_t kBudgetCountMax = 10'000;
constexpr std::size_t kStreamCountMax = 10'000;
constexpr std::size_t kAnswerCountMax = 10'000;
// Manifests with different limits for one credential.
constexpr std::size_t kRulesCountMax = 100;

nanoseconds from_seconds(double seconds) {
    constexpr double kSecondsMax = 1e9;
    return nanoseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, kSecondsMax) * kNanoseconds));
}

}  // namespace

nanoseconds RateBudget::take(const std::string& stream, Monotonic now, const Held& held) {
    const nanoseconds wait = wait_for(stream, now, held);
    if (wait > nanoseconds::zero()) {
        if (waiting_.size() < kStreamCountMax) {
            Waiting& waiting = waiting_.try_emplace(stream, Waiting{.turn = turn_}).first->second;
            waiting.group = held.wait > nanoseconds::zero() ? held.group : std::string();
        }
        return wait;
    }
    waiting_.erase(stream);
    if (served_.size() >= kStreamCountMax) {
        served_.clear();
    }
    served_[stream] = ++turn_;
    tokens_ -= 1;
    under_way_count_ += 1;
    next_slot_ = now + pace_;
    if (window_.has_value()) {
        window_->available -= 1;
    }
    count_from(now);
    return nanoseconds::zero();
}

/// Time in which nobody wanted anything tells nothing of what the API allows, and is left out.
void RateBudget::count_from(Monotonic now) {
    if (!counted_from_.has_value()) {
        counted_from_ = now;
        counted_ = 0;
    } else if (under_way_count_ == 1 && now - used_at_ - pace_ > kMinute) {
        *counted_from_ += now - used_at_ - pace_;
    }
    used_at_ = now;
}

nanoseconds RateBudget::wait_for(const std::string& stream, Monotonic now, const Held& held) {
    if (now < closed_until_) {
        return closed_until_ - now;
    }
    const nanoseconds wait = std::max({wait_for_window(now), wait_for_pace(now), wait_for_token(now), held.wait});
    // Whoever was served longest ago comes first, so that a stream with many pages leaves room for the others.
    return wait == nanoseconds::zero() && is_anothers_turn(stream, held.group) ? nanoseconds(kTurnPoll) : wait;
}

/// A stream that waits for a limit which this request does not fall under stands in nobody's way.
bool RateBudget::is_anothers_turn(const std::string& stream, const std::string& group) const {
    const auto turn_of = [this](const std::string& name) {
        const auto found = served_.find(name);
        return found == served_.end() ? 0 : found->second;
    };
    const std::uint64_t mine = turn_of(stream);
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const auto& waiting) {
        const bool is_same_limit = waiting.second.group.empty() || waiting.second.group == group;
        return waiting.first != stream && is_same_limit && turn_of(waiting.first) < mine;
    });
}

nanoseconds RateBudget::wait_for_window(Monotonic now) {
    if (window_.has_value() && now >= window_->reset_at) {
        window_.reset();
        is_probing_ = true;
    }
    if (is_probing_) {
        return under_way_count_ > 0 ? nanoseconds(kTurnPoll) : nanoseconds::zero();
    }
    return window_.has_value() && window_->available < 1 ? window_->reset_at - now : nanoseconds::zero();
}

nanoseconds RateBudget::wait_for_pace(Monotonic now) {
    if (pace_ > nanoseconds::zero() && now - refused_at_ > options_.pace_age_max) {
        pace_ = nanoseconds::zero();
    }
    return pace_ > nanoseconds::zero() && now < next_slot_ ? next_slot_ - now : nanoseconds::zero();
}

nanoseconds RateBudget::wait_for_token(Monotonic now) {
    if (options_.requests_per_second <= 0) {
        return nanoseconds::zero();
    }
    if (refilled_.has_value()) {
        const double seconds = static_cast<double>((now - *refilled_).count()) / kNanoseconds;
        tokens_ = std::min(options_.burst_count, tokens_ + std::max(0.0, seconds) * options_.requests_per_second);
    }
    refilled_ = now;
    return tokens_ >= 1 ? nanoseconds::zero() : from_seconds((1 - tokens_) / options_.requests_per_second);
}

void RateBudget::failed() {
    under_way_count_ = std::max<std::int64_t>(0, under_way_count_ - 1);
}

void RateBudget::learn_window(const HttpResponse& response, Monotonic now, Instant utc) {
    const std::optional<RateWindow> told = rate_window_of(response, utc);
    is_probing_ = false;
    if (!told.has_value()) {
        return;
    }
    // Times are told in whole seconds, and clocks differ: a little later is right, a little earlier a refusal.
    const Monotonic reset_at = now + std::min<nanoseconds>(told->reset + kResetSlack, options_.wait_max);
    const double available = told->remaining - static_cast<double>(under_way_count_);
    const bool is_same = window_.has_value() && reset_at < window_->reset_at + kResetSlack;
    if (is_same && reset_at < window_->reset_at - 2 * kResetSlack) {
        return;  // An answer that was overtaken by one of a later window.
    }
    window_ = Window{is_same ? std::min(window_->available, available) : available, reset_at};
}

void RateBudget::learn_pace(Monotonic now, nanoseconds wait) {
    if (counted_from_.has_value() && counted_ > 0) {
        nanoseconds span = now + wait - *counted_from_;
        std::int64_t count = counted_;
        if (!has_seen_begin_ && wait > kShortWait && span >= kMinuteSeen) {
            // A minute, then, that had begun before and was not seen whole; or of which the one before it does not
            // count. An API whose refusals came with less than half of the requests in that minute counts in another
            // way.
            const auto first = std::upper_bound(answered_at_.begin(), answered_at_.end(), now + wait - kMinute);
            const std::int64_t in_minute = answered_at_.end() - first;
            const bool is_minute = in_minute * 2 >= count;
            count = is_minute ? in_minute : count;
            span = is_minute ? kMinute : span;
        }
        const auto pace = nanoseconds(
            static_cast<std::int64_t>(static_cast<double>(span.count()) / static_cast<double>(count) / kPaceShare));
        pace_ = std::max(pace_, pace);
    }
    counted_from_.reset();
    has_seen_begin_ = true;
    answered_at_.clear();
    refused_at_ = now;
}

/// Until the first refusal: those of the last minute are to be known one by one.
void RateBudget::note_answer(Monotonic now) {
    if (has_seen_begin_) {
        return;
    }
    while (!answered_at_.empty() && (answered_at_.size() >= kAnswerCountMax || answered_at_.front() < now - kMinute)) {
        answered_at_.pop_front();
    }
    answered_at_.push_back(now);
}

void RateBudget::answered(const HttpResponse& response, Monotonic now, Instant utc) {
    failed();
    used_at_ = now;
    const bool is_refused = response.status == 429;
    if (!is_refused && counted_from_.has_value()) {
        counted_ += 1;
        note_answer(now);
    }
    learn_window(response, now, utc);
    const std::optional<nanoseconds> asked = wait_asked_for(response, utc);
    if (!asked.has_value()) {
        return;
    }
    const nanoseconds wait = std::min<nanoseconds>(*asked, options_.wait_max);
    // Of several refusals at once the first one tells the pace. Where the API says what is left, no pace is needed.
    if (is_refused && now >= closed_until_ && !window_.has_value()) {
        learn_pace(now, wait);
    }
    if (is_refused || response.status == 503) {
        closed_until_ = std::max(closed_until_, now + wait);
    }
}

void RateBudgets::attach(Entry& entry, const RateRules* rules) {
    const bool is_known = rules == nullptr || std::any_of(entry.rules.begin(), entry.rules.end(), [&](const auto& one) {
                              return one->id() == rules->id();
                          });
    if (!is_known && entry.rules.size() < kRulesCountMax) {
        entry.rules.push_back(rules->fresh());
    }
}

Result<nanoseconds> RateBudgets::take(const std::string& key, const RateAsk& ask) {
    const std::scoped_lock lock(mutex_);
    Entry& entry = of(key);
    attach(entry, ask.rules);
    RateBudget::Held held;
    for (const std::unique_ptr<RateRules>& rules : entry.rules) {
        const Result<nanoseconds> wait = rules->wait_for(ask.request, ask.utc);
        if (!wait.has_value()) {
            return wait.error();
        }
        if (held.group.empty() || *wait > held.wait) {
            const std::string group = rules->group_of(ask.request);
            held.group = group.empty() ? held.group : rules->id() + group;
        }
        held.wait = std::max(held.wait, std::min<nanoseconds>(*wait, options_.wait_max));
    }
    const nanoseconds wait = entry.budget.take(ask.stream, ask.now, held);
    if (wait == nanoseconds::zero()) {
        for (const std::unique_ptr<RateRules>& rules : entry.rules) {
            rules->count(ask.request, ask.utc);
        }
    }
    return wait;
}

void RateBudgets::leave(const std::string& key, const std::string& stream) {
    const std::scoped_lock lock(mutex_);
    of(key).budget.leave(stream);
}

void RateBudgets::answered(const std::string& key, const HttpResponse& response, const RateAsk& ask) {
    const std::scoped_lock lock(mutex_);
    Entry& entry = of(key);
    entry.budget.answered(response, ask.now, ask.utc);
    for (const std::unique_ptr<RateRules>& rules : entry.rules) {
        rules->learn(ask.request, response, ask.utc);
    }
}

void RateBudgets::failed(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    of(key).budget.failed();
}

void RateBudgets::note_wait(const std::string& key, nanoseconds wait) {
    const std::scoped_lock lock(mutex_);
    if (waits_.size() >= kBudgetCountMax) {
        waits_.clear();
    }
    RateWaits& waits = waits_[key.substr(0, key.find(' '))];
    waits.count += 1;
    waits.time += wait;
}

std::map<std::string, RateWaits> RateBudgets::waits() const {
    const std::scoped_lock lock(mutex_);
    return waits_;
}

RateBudgets::Entry& RateBudgets::of(const std::string& key) {
    if (entries_.size() >= kBudgetCountMax && !entries_.contains(key)) {
        entries_.clear();
    }
    return entries_.try_emplace(key, Entry{RateBudget(options_)}).first->second;
}

}  // namespace levada
