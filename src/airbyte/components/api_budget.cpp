#include "api_budget.h"

#include <algorithm>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/hash.h"

namespace levada::airbyte {

namespace {

LimitHeaders headers_of(const Json& node) {
    const auto text_or = [&node](std::string_view key, std::string_view fallback) {
        const std::string_view given = node.string_or(key, fallback);
        return std::string(given.empty() ? fallback : given);
    };
    LimitHeaders headers;
    headers.reset = text_or("ratelimit_reset_header", "ratelimit-reset");
    headers.remaining = text_or("ratelimit_remaining_header", "ratelimit-remaining");
    if (const Json* statuses = node.find("status_codes_for_ratelimit_hit")) {
        for (const Json* status : items_of(*statuses)) {
            if (status->is_integer()) {
                headers.hit_statuses.push_back(status->as_integer());
            }
        }
    }
    if (headers.hit_statuses.empty()) {
        headers.hit_statuses.push_back(429);
    }
    return headers;
}

}  // namespace

bool CallRatePolicy::matches(const HttpRequest& request) const {
    return matchers_->empty() ||
           std::any_of(matchers_->begin(), matchers_->end(), [&request](const RequestMatcher& matcher) {
               return matcher.matches(request);
           });
}

std::int64_t CallRatePolicy::weight_of(const HttpRequest& request) const {
    for (const RequestMatcher& matcher : *matchers_) {
        if (matcher.matches(request)) {
            return matcher.weight();
        }
    }
    return 1;
}

Result<std::optional<std::chrono::nanoseconds>> CallRatePolicy::acquire(std::int64_t weight, Instant now) {
    Result<std::optional<std::chrono::nanoseconds>> wait = wait_for(weight, now);
    if (wait && !*wait) {
        count(weight, now);
    }
    return wait;
}

/// A place in a policy's line, given up when it ends.
class ApiBudget::Place {
public:
    Place(ApiBudget& budget, std::size_t policy) : budget_(budget) {
        const std::scoped_lock lock(budget_.mutex_);
        line_ = &budget_.lines_[policy];
        ticket_ = ++budget_.last_ticket_;
        line_->tickets.push_back(ticket_);
    }
    ~Place() {
        const std::scoped_lock lock(budget_.mutex_);
        std::erase(line_->tickets, ticket_);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    Line& line() const { return *line_; }
    bool is_first() const { return line_->tickets.front() == ticket_; }

private:
    ApiBudget& budget_;
    Line* line_ = nullptr;
    std::uint64_t ticket_ = 0;
};

Result<void> ApiBudget::load(BuildContext& context) {
    if (is_loaded_ || context.source().manifest == nullptr) {
        return ok();
    }
    is_loaded_ = true;
    const Json* node = context.source().manifest->find("api_budget");
    if (node == nullptr || !node->is_object()) {
        return ok();
    }
    std::vector<std::unique_ptr<CallRatePolicy>> made;
    std::string text = node->dump();
    const Json* policies = node->find("policies");
    for (const Json* policy : policies == nullptr ? std::vector<const Json*>() : items_of(*policies)) {
        LEVADA_TRY(std::unique_ptr<CallRatePolicy> one, make_call_rate_policy(*policy, context));
        // Limits may come from the configuration: two sources of one manifest need not have the same.
        text += "\n" + one->description();
        made.push_back(std::move(one));
    }
    policies_ = std::make_shared<CallPolicies>(sha256_hex(text), std::move(made), headers_of(*node));
    const CallPolicySlot& slot = context.source().shared<CallPolicySlot>();
    if (slot.take) {
        slot.take(std::exchange(policies_, nullptr));
    }
    return ok();
}

/// Nothing: the call is counted. Else how long to wait before asking again.
Result<std::optional<std::chrono::nanoseconds>> ApiBudget::try_acquire(const HttpRequest& request,
                                                                       const Place& place,
                                                                       Instant now) {
    /// How soon to look again when others come first.
    constexpr std::chrono::milliseconds kTurnPause{10};
    const std::scoped_lock lock(mutex_);
    if (!place.is_first()) {
        return std::optional<std::chrono::nanoseconds>(
            std::max<std::chrono::nanoseconds>(place.line().next_at - now, kTurnPause));
    }
    Result<std::optional<std::chrono::nanoseconds>> wait = policies_->wait_for(request, now);
    if (!wait) {
        return wait;
    }
    if (!*wait) {
        policies_->count(request, now);
    }
    place.line().next_at = now + wait->value_or(std::chrono::nanoseconds(0));
    return wait;
}

Result<void> ApiBudget::acquire(const HttpRequest& request, Clock& clock) {
    /// Source: APIBudget, maximum_attempts_to_acquire.
    constexpr int kAttemptsMax = 100'000;
    const std::optional<std::size_t> policy = policies_ == nullptr ? std::nullopt : policies_->policy_of(request);
    if (!policy) {
        return ok();
    }
    const Place place(*this, *policy);
    for (int attempt = 1; attempt < kAttemptsMax; ++attempt) {
        const Result<std::optional<std::chrono::nanoseconds>> asked = try_acquire(request, place, clock.now());
        if (!asked) {
            return asked.error();
        }
        const std::optional<std::chrono::nanoseconds>& wait = *asked;
        if (!wait) {
            return ok();
        }
        const Instant before = clock.now();
        clock.sleep_for(*wait);
        if (clock.now() == before) {
            return ok();
        }
    }
    return Error(ErrorCode::rate_limited,
                 "the call budget gave no call in " + std::to_string(kAttemptsMax) + " attempts");
}

Result<void> ApiBudget::observe(const HttpRequest& request, const HttpResponse& response, Clock& clock) {
    if (policies_ != nullptr) {
        const std::scoped_lock lock(mutex_);
        return policies_->observe(request, response, clock.now(), std::nullopt);
    }
    return ok();
}

}  // namespace levada::airbyte
