#include "api_budget.h"

#include <algorithm>

#include "levada/airbyte/components/component_spec.h"
#include "levada/base/text.h"

namespace levada::airbyte {

bool CallRatePolicy::matches(const HttpRequest& request) const {
    return matchers_.empty() ||
           std::any_of(matchers_.begin(), matchers_.end(), [&request](const RequestMatcher& matcher) {
               return matcher.matches(request);
           });
}

std::int64_t CallRatePolicy::weight_of(const HttpRequest& request) const {
    for (const RequestMatcher& matcher : matchers_) {
        if (matcher.matches(request)) {
            return matcher.weight();
        }
    }
    return 1;
}

Result<void> ApiBudget::load(BuildContext& context) {
    if (is_loaded_ || context.source().manifest == nullptr) {
        return ok();
    }
    is_loaded_ = true;
    const Json* node = context.source().manifest->find("api_budget");
    if (node == nullptr || !node->is_object()) {
        return ok();
    }
    const Json* policies = node->find("policies");
    for (const Json* policy : policies == nullptr ? std::vector<const Json*>() : items_of(*policies)) {
        LEVADA_TRY(std::unique_ptr<CallRatePolicy> made, make_call_rate_policy(*policy, context));
        policies_.push_back(std::move(made));
    }
    const auto text_or = [node](std::string_view key, std::string_view fallback) {
        const std::string_view given = node->string_or(key, fallback);
        return std::string(given.empty() ? fallback : given);
    };
    reset_header_ = text_or("ratelimit_reset_header", "ratelimit-reset");
    remaining_header_ = text_or("ratelimit_remaining_header", "ratelimit-remaining");
    if (const Json* statuses = node->find("status_codes_for_ratelimit_hit")) {
        for (const Json* status : items_of(*statuses)) {
            if (status->is_integer()) {
                limit_statuses_.push_back(status->as_integer());
            }
        }
    }
    if (limit_statuses_.empty()) {
        limit_statuses_.push_back(429);
    }
    return ok();
}

CallRatePolicy* ApiBudget::policy_of(const HttpRequest& request) {
    for (const std::unique_ptr<CallRatePolicy>& policy : policies_) {
        if (policy->matches(request)) {
            return policy.get();
        }
    }
    return nullptr;
}

Result<void> ApiBudget::acquire(const HttpRequest& request, Clock& clock) {
    /// Source: APIBudget, maximum_attempts_to_acquire.
    constexpr int kAttemptsMax = 100'000;
    CallRatePolicy* policy = policy_of(request);
    if (policy == nullptr) {
        return ok();
    }
    const std::int64_t weight = policy->weight_of(request);
    for (int attempt = 1; attempt < kAttemptsMax; ++attempt) {
        LEVADA_TRY(const std::optional<std::chrono::nanoseconds> wait, policy->acquire(weight, clock.now()));
        if (!wait) {
            return ok();
        }
        const Instant before = clock.now();
        // A window ends behind its reset, not at it.
        clock.sleep_for(std::max<std::chrono::nanoseconds>(*wait, std::chrono::milliseconds(1)));
        if (clock.now() == before) {
            return ok();
        }
    }
    return Error(ErrorCode::rate_limited,
                 "the call budget gave no call in " + std::to_string(kAttemptsMax) + " attempts");
}

void ApiBudget::observe(const HttpRequest& request, const HttpResponse& response, Clock& clock) {
    CallRatePolicy* policy = policy_of(request);
    if (policy == nullptr) {
        return;
    }
    std::optional<std::int64_t> calls_left;
    if (const auto header = response.headers.find(remaining_header_); header && !header->empty()) {
        calls_left = parse_int64(trim(*header));
    } else if (std::find(limit_statuses_.begin(), limit_statuses_.end(), response.status) != limit_statuses_.end()) {
        calls_left = 0;
    }
    std::optional<Instant> reset_at;
    if (const auto header = response.headers.find(reset_header_); header && !header->empty()) {
        if (const std::optional<std::int64_t> seconds = parse_int64(trim(*header))) {
            reset_at = Instant(std::chrono::seconds(*seconds));
        }
    }
    policy->update(calls_left, reset_at, clock.now());
}

}  // namespace levada::airbyte
