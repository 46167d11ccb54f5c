#include "levada/collect/rate_budget.h"

#include <algorithm>
#include <array>
#include <string>

#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada {
namespace {

using std::chrono::nanoseconds;

// Above this a number is a date: seconds since 1970; above the second one it counts milliseconds.
constexpr double kDateSecondsMin = 1e9;
constexpr double kDateMillisecondsMin = 1e12;
constexpr double kNanoseconds = 1e9;
// How soon to look again when another request of the same budget decides.
constexpr std::chrono::milliseconds kPoll{20};
constexpr std::chrono::milliseconds kResetSlack{1000};
constexpr std::chrono::seconds kShortWait{2};
constexpr std::chrono::seconds kMinute{60};
// The share of a pace that was seen to be too fast at its very end.
constexpr double kPaceShare = 0.95;
// Budgets that are remembered: credentials that change with each request must not fill the memory.
constexpr std::size_t kKeyCountMax = 10'000;
constexpr std::size_t kStreamCountMax = 10'000;

constexpr std::array<std::string_view, 3> kRemainingNames = {
    "X-RateLimit-Remaining", "RateLimit-Remaining", "X-Rate-Limit-Remaining"};
constexpr std::array<std::string_view, 3> kResetNames = {"X-RateLimit-Reset", "RateLimit-Reset", "X-Rate-Limit-Reset"};

nanoseconds from_seconds(double seconds) {
    constexpr double kSecondsMax = 1e9;
    return nanoseconds(static_cast<std::int64_t>(std::clamp(seconds, 0.0, kSecondsMax) * kNanoseconds));
}

// Seconds to wait, a date as a number, or a date of HTTP or RFC 3339.
std::optional<nanoseconds> parse_wait(std::string_view text, Instant utc) {
    const std::optional<double> number = parse_double(trim(text));
    if (number.has_value()) {
        const double now = static_cast<double>(utc.time_since_epoch().count()) / kNanoseconds;
        if (*number >= kDateMillisecondsMin) {
            return from_seconds(*number / 1000 - now);
        }
        return from_seconds(*number >= kDateSecondsMin ? *number - now : *number);
    }
    std::optional<Instant> date = parse_http_date(text);
    if (!date.has_value()) {
        const Result<Instant> parsed = parse_rfc3339(trim(text));
        if (!parsed.has_value()) {
            return std::nullopt;
        }
        date = *parsed;
    }
    return std::max(nanoseconds::zero(), nanoseconds(*date - utc));
}

std::optional<std::string_view> first_of(const HttpHeaders& headers, const std::array<std::string_view, 3>& names) {
    for (const std::string_view name : names) {
        const std::optional<std::string_view> value = headers.find(name);
        if (value.has_value()) {
            return value;
        }
    }
    return std::nullopt;
}

// `RateLimit: limit=100, remaining=0, reset=30` of earlier drafts, and `"default";r=0;t=30` of the later ones.
struct Combined {
    std::optional<std::string_view> remaining;
    std::optional<std::string_view> reset;
};

Combined parse_combined(std::string_view text) {
    Combined combined;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;"), text.size());
        const std::string_view part = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = part.find('=');
        const std::string_view key = part.substr(0, equals);
        if (equals == std::string_view::npos) {
            continue;
        }
        if (key == "remaining" || key == "r") {
            combined.remaining = part.substr(equals + 1);
        } else if (key == "reset" || key == "t") {
            combined.reset = part.substr(equals + 1);
        }
    }
    return combined;
}

/// What the headers say of the window: requests left, and how long until there are more.
struct Told {
    double remaining = 0;
    nanoseconds reset{0};
};

std::optional<Told> told_by(const HttpResponse& response, Instant utc) {
    std::optional<std::string_view> remaining = first_of(response.headers, kRemainingNames);
    std::optional<std::string_view> reset = first_of(response.headers, kResetNames);
    const std::optional<std::string_view> combined_text = response.headers.find("RateLimit");
    if (combined_text.has_value()) {
        const Combined combined = parse_combined(*combined_text);
        remaining = combined.remaining.has_value() ? combined.remaining : remaining;
        reset = combined.reset.has_value() ? combined.reset : reset;
    }
    if (!remaining.has_value() || !reset.has_value()) {
        return std::nullopt;
    }
    const std::optional<double> left = parse_double(trim(*remaining));
    const std::optional<nanoseconds> wait = parse_wait(*reset, utc);
    return left.has_value() && wait.has_value() ? std::optional(Told{*left, *wait}) : std::nullopt;
}

}  // namespace

std::optional<nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc) {
    const std::optional<std::string_view> retry_after = response.headers.find("Retry-After");
    if (retry_after.has_value() && (response.status == 429 || response.status == 503)) {
        return parse_wait(*retry_after, utc);
    }
    const std::optional<Told> told = told_by(response, utc);
    return told.has_value() && told->remaining <= 0 ? std::optional(told->reset) : std::nullopt;
}

nanoseconds RateBudget::take(const std::string& stream, Monotonic now) {
    const nanoseconds wait = wait_for(stream, now);
    if (wait > nanoseconds::zero()) {
        if (waiting_.size() < kStreamCountMax) {
            waiting_.emplace(stream, turn_);
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
    if (!counted_from_.has_value()) {
        counted_from_ = now;
        counted_ = 0;
    }
    return nanoseconds::zero();
}

nanoseconds RateBudget::wait_for(const std::string& stream, Monotonic now) {
    if (now < closed_until_) {
        return closed_until_ - now;
    }
    const nanoseconds wait = std::max({wait_for_window(now), wait_for_pace(now), wait_for_token(now)});
    // Whoever was served longest ago comes first, so that a stream with many pages leaves room for the others.
    return wait == nanoseconds::zero() && is_anothers_turn(stream) ? nanoseconds(kPoll) : wait;
}

bool RateBudget::is_anothers_turn(const std::string& stream) const {
    const auto turn_of = [this](const std::string& name) {
        const auto found = served_.find(name);
        return found == served_.end() ? 0 : found->second;
    };
    const std::uint64_t mine = turn_of(stream);
    return std::any_of(waiting_.begin(), waiting_.end(), [&](const auto& waiting) {
        return waiting.first != stream && turn_of(waiting.first) < mine;
    });
}

nanoseconds RateBudget::wait_for_window(Monotonic now) {
    if (window_.has_value() && now >= window_->reset_at) {
        window_.reset();
        is_probing_ = true;
    }
    if (is_probing_) {
        return under_way_count_ > 0 ? nanoseconds(kPoll) : nanoseconds::zero();
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
    const std::optional<Told> told = told_by(response, utc);
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
        if (wait > kShortWait && span < kMinute) {
            span = kMinute;  // A minute that had begun before: its first part was not seen.
        }
        const auto pace = nanoseconds(
            static_cast<std::int64_t>(static_cast<double>(span.count()) / static_cast<double>(counted_) / kPaceShare));
        pace_ = std::max(pace_, pace);
    }
    counted_from_.reset();
    refused_at_ = now;
}

void RateBudget::answered(const HttpResponse& response, Monotonic now, Instant utc) {
    failed();
    const bool is_refused = response.status == 429;
    if (!is_refused && counted_from_.has_value()) {
        counted_ += 1;
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

nanoseconds RateBudgets::take(const std::string& key, const std::string& stream, Monotonic now) {
    const std::lock_guard lock(mutex_);
    return of(key).take(stream, now);
}

void RateBudgets::leave(const std::string& key, const std::string& stream) {
    const std::lock_guard lock(mutex_);
    of(key).leave(stream);
}

void RateBudgets::answered(const std::string& key, const HttpResponse& response, Monotonic now, Instant utc) {
    const std::lock_guard lock(mutex_);
    of(key).answered(response, now, utc);
}

void RateBudgets::failed(const std::string& key) {
    const std::lock_guard lock(mutex_);
    of(key).failed();
}

RateBudget& RateBudgets::of(const std::string& key) {
    if (budgets_.size() >= kKeyCountMax && !budgets_.contains(key)) {
        budgets_.clear();
    }
    return budgets_.try_emplace(key, options_).first->second;
}

}  // namespace levada
