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

Result<void> ApiBudget::acquire(const HttpRequest& request, Clock& clock) {
    /// Source: APIBudget, maximum_attempts_to_acquire.
    constexpr int kAttemptsMax = 100'000;
    if (policies_ == nullptr) {
        return ok();
    }
    for (int attempt = 1; attempt < kAttemptsMax; ++attempt) {
        LEVADA_TRY(const std::optional<std::chrono::nanoseconds> wait, policies_->wait_for(request, clock.now()));
        if (!wait) {
            policies_->count(request, clock.now());
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

void ApiBudget::observe(const HttpRequest& request, const HttpResponse& response, Clock& clock) {
    if (policies_ != nullptr) {
        policies_->observe(request, response, clock.now(), std::nullopt);
    }
}

}  // namespace levada::airbyte
