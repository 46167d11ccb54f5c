#include "api_budget.h"
#include "python_number.h"

#include <algorithm>
#include <deque>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/iso_duration.h"

namespace levada::airbyte {
namespace {

using std::chrono::nanoseconds;

class UnlimitedPolicy final : public CallRatePolicy {
public:
    using CallRatePolicy::CallRatePolicy;
    Result<std::optional<nanoseconds>> wait_for(std::int64_t /*weight*/, Instant /*now*/) override {
        return std::optional<nanoseconds>();
    }
    void count(std::int64_t /*weight*/, Instant /*now*/) override {}
    void update(std::optional<std::int64_t> /*left*/, std::optional<Instant> /*reset_at*/, Instant /*now*/) override {}
    std::string description() const override { return "unlimited"; }
    std::unique_ptr<CallRatePolicy> fresh() const override { return std::make_unique<UnlimitedPolicy>(matchers()); }
};

/// So many calls until a time, then anew. Source: FixedWindowCallRatePolicy.
class FixedWindowPolicy final : public CallRatePolicy {
public:
    struct Rule {
        std::int64_t calls_max;
        nanoseconds period;
        Instant next_reset;
    };
    FixedWindowPolicy(Rule rule, Matchers matchers)
        : CallRatePolicy(std::move(matchers)), rule_(rule), first_reset_(rule.next_reset) {}

    Result<std::optional<nanoseconds>> wait_for(std::int64_t weight, Instant now) override {
        if (weight > rule_.calls_max) {
            return Error(ErrorCode::invalid_data, "Weight can not exceed the call limit");
        }
        turn_window(now);
        if (calls_ + weight > rule_.calls_max) {
            return std::optional<nanoseconds>(rule_.next_reset - now);
        }
        return std::optional<nanoseconds>();
    }

    void count(std::int64_t weight, Instant /*now*/) override { calls_ += weight; }
    std::string description() const override {
        return std::to_string(rule_.calls_max) + " in " + std::to_string(rule_.period.count());
    }
    std::unique_ptr<CallRatePolicy> fresh() const override {
        return std::make_unique<FixedWindowPolicy>(Rule{rule_.calls_max, rule_.period, first_reset_}, matchers());
    }

    void update(std::optional<std::int64_t> left, std::optional<Instant> reset_at, Instant now) override {
        turn_window(now);
        if (left && rule_.calls_max - calls_ > *left) {
            calls_ = rule_.calls_max - *left;
        }
        if (reset_at) {
            rule_.next_reset = *reset_at;
        }
    }

private:
    void turn_window(Instant now) {
        if (now > rule_.next_reset) {
            rule_.next_reset += rule_.period;
            calls_ = 0;
        }
    }

    Rule rule_;
    Instant first_reset_;
    std::int64_t calls_ = 0;
};

/// So many calls in any window of a length, for each of several lengths. Source: MovingWindowCallRatePolicy.
class MovingWindowPolicy final : public CallRatePolicy {
public:
    struct Rate {
        std::int64_t calls_max;
        nanoseconds interval;
    };
    MovingWindowPolicy(std::vector<Rate> rates, Matchers matchers)
        : CallRatePolicy(std::move(matchers)), rates_(std::move(rates)) {
        LEVADA_ASSERT(!rates_.empty());
    }

    Result<std::optional<nanoseconds>> wait_for(std::int64_t weight, Instant now) override {
        forget(now);
        nanoseconds wait{0};
        for (const Rate& rate : rates_) {
            if (weight > rate.calls_max) {
                return Error(ErrorCode::invalid_data, "Weight can not exceed the lowest configured rate limit");
            }
            const std::int64_t count = count_since(now - rate.interval);
            if (count + weight > rate.calls_max) {
                // The call is possible when enough of the oldest ones have left the window.
                const auto leaving = static_cast<std::size_t>(count + weight - rate.calls_max);
                const Instant oldest = calls_[calls_.size() - static_cast<std::size_t>(count) + leaving - 1];
                wait = std::max(wait, oldest + rate.interval + std::chrono::milliseconds(1) - now);
            }
        }
        return wait.count() > 0 ? std::optional(wait) : std::nullopt;
    }

    void count(std::int64_t weight, Instant now) override {
        calls_.insert(calls_.end(), static_cast<std::size_t>(weight), now);
    }

    std::string description() const override {
        std::string text;
        for (const Rate& rate : rates_) {
            text += std::to_string(rate.calls_max) + " in any " + std::to_string(rate.interval.count()) + ", ";
        }
        return text;
    }
    std::unique_ptr<CallRatePolicy> fresh() const override {
        return std::make_unique<MovingWindowPolicy>(rates_, matchers());
    }

    void update(std::optional<std::int64_t> left, std::optional<Instant> reset_at, Instant now) override {
        if (reset_at || left != std::optional<std::int64_t>(0)) {
            return;
        }
        std::int64_t available = rates_.front().calls_max;
        for (const Rate& rate : rates_) {
            available = std::min(available, rate.calls_max - count_since(now - rate.interval));
        }
        calls_.insert(calls_.end(), static_cast<std::size_t>(std::max<std::int64_t>(available, 0)), now);
    }

private:
    std::int64_t count_since(Instant start) const {
        return std::count_if(calls_.begin(), calls_.end(), [start](Instant call) { return call >= start; });
    }

    void forget(Instant now) {
        nanoseconds longest{0};
        for (const Rate& rate : rates_) {
            longest = std::max(longest, rate.interval);
        }
        while (!calls_.empty() && calls_.front() < now - longest) {
            calls_.pop_front();
        }
    }

    std::vector<Rate> rates_;
    std::deque<Instant> calls_;
};

Result<nanoseconds> period_of(const Json& node, std::string_view field, const BuildContext& context) {
    const std::optional<IsoDuration> duration = parse_iso_duration(node.string_or(field, ""));
    if (!duration || duration->is_calendar()) {
        return context.error_at(
            node, ErrorCode::invalid_config, std::string(field) + ": wanted an ISO 8601 duration of fixed length");
    }
    return nanoseconds(std::chrono::microseconds(duration->micros));
}

Result<CallRatePolicy::Matchers> matchers_of(const Json& node, const BuildContext& context) {
    std::vector<RequestMatcher> matchers;
    if (const Json* listed = node.find("matchers"); listed != nullptr && listed->is_array()) {
        for (const Json& item : listed->as_array()) {
            LEVADA_TRY(RequestMatcher matcher, RequestMatcher::make(item, context));
            matchers.push_back(std::move(matcher));
        }
    }
    return std::make_shared<const std::vector<RequestMatcher>>(std::move(matchers));
}

Result<std::vector<MovingWindowPolicy::Rate>> rates_of(const Json& node, const BuildContext& context) {
    std::vector<MovingWindowPolicy::Rate> rates;
    const Json* listed = node.find("rates");
    for (const Json* item : listed == nullptr ? std::vector<const Json*>() : items_of(*listed)) {
        const Json* limit = item->find("limit");
        LEVADA_TRY(const InterpolatedString text,
                   InterpolatedString::make(limit == nullptr ? "" : python_str(*limit), Json::object(), context));
        LEVADA_TRY(const Json value, text.eval(Scope()));
        LEVADA_TRY(const std::int64_t calls_max, python_int(value, "limit"));
        LEVADA_TRY(const nanoseconds interval, period_of(*item, "interval", context));
        if (calls_max == 0 || interval < std::chrono::milliseconds(1)) {
            return context.error_at(
                *item, ErrorCode::invalid_config, "Rate: wanted a limit other than 0 and an interval of 1 ms at least");
        }
        rates.push_back({calls_max, interval});
    }
    if (rates.empty()) {
        return context.error_at(node, ErrorCode::invalid_config, "The list of rates can not be empty");
    }
    return rates;
}

}  // namespace

Result<std::unique_ptr<CallRatePolicy>> make_call_rate_policy(const Json& node, BuildContext& context) {
    LEVADA_TRY(CallRatePolicy::Matchers matchers, matchers_of(node, context));
    const std::string_view type = type_of(node);
    if (type == "UnlimitedCallRatePolicy") {
        return std::make_unique<UnlimitedPolicy>(std::move(matchers));
    }
    if (type == "MovingWindowCallRatePolicy") {
        LEVADA_TRY(std::vector<MovingWindowPolicy::Rate> rates, rates_of(node, context));
        return std::make_unique<MovingWindowPolicy>(std::move(rates), std::move(matchers));
    }
    if (type == "FixedWindowCallRatePolicy") {
        LEVADA_TRY(const nanoseconds period, period_of(node, "period", context));
        // The first response tells when the window really ends. Source: create_fixed_window_call_rate_policy.
        const Instant next_reset = context.clock().now() + std::chrono::hours(240);
        return std::make_unique<FixedWindowPolicy>(
            FixedWindowPolicy::Rule{node.integer_or("call_limit", 0), period, next_reset}, std::move(matchers));
    }
    return unknown_component_error("call rate policy", node, context);
}

}  // namespace levada::airbyte
