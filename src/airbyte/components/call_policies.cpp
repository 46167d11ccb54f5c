#include "levada/airbyte/components/call_policies.h"

#include "api_budget.h"
#include "python_number.h"

#include <algorithm>
#include <utility>

#include "levada/base/text.h"

namespace levada::airbyte {

CallPolicies::CallPolicies(std::string id, std::vector<std::unique_ptr<CallRatePolicy>> policies, LimitHeaders headers)
    : id_(std::move(id)), policies_(std::move(policies)), headers_(std::move(headers)) {}

CallPolicies::~CallPolicies() = default;

std::optional<std::size_t> CallPolicies::policy_of(const HttpRequest& request) const {
    for (std::size_t i = 0; i < policies_.size(); ++i) {
        if (policies_[i]->matches(request)) {
            return i;
        }
    }
    return std::nullopt;
}

Result<std::optional<std::chrono::nanoseconds>> CallPolicies::wait_for(const HttpRequest& request, Instant now) {
    const std::optional<std::size_t> place = policy_of(request);
    if (!place) {
        return std::optional<std::chrono::nanoseconds>();
    }
    CallRatePolicy& policy = *policies_[*place];
    Result<std::optional<std::chrono::nanoseconds>> asked = policy.wait_for(policy.weight_of(request), now);
    if (!asked) {
        return asked;
    }
    std::optional<std::chrono::nanoseconds>& wait = *asked;
    if (wait) {
        // A window ends behind its reset, not at it.
        wait = std::max<std::chrono::nanoseconds>(*wait, std::chrono::milliseconds(1));
    }
    return asked;
}

void CallPolicies::count(const HttpRequest& request, Instant now) {
    if (const std::optional<std::size_t> place = policy_of(request)) {
        policies_[*place]->count(policies_[*place]->weight_of(request), now);
    }
}

Result<void> CallPolicies::observe(const HttpRequest& request,
                                   const HttpResponse& response,
                                   Instant now,
                                   std::optional<std::chrono::nanoseconds> reset_max) {
    const std::optional<std::size_t> place = policy_of(request);
    if (!place) {
        return ok();
    }
    std::optional<std::int64_t> calls_left;
    const std::vector<std::int64_t>& hits = headers_.hit_statuses;
    if (const auto header = response.headers.find(headers_.remaining); header && !header->empty()) {
        LEVADA_TRY(calls_left, python_int(Json(*header), headers_.remaining));
    } else if (std::find(hits.begin(), hits.end(), response.status) != hits.end()) {
        calls_left = 0;
    }
    std::optional<Instant> reset_at;
    if (const auto header = response.headers.find(headers_.reset); header && !header->empty()) {
        LEVADA_TRY(const std::int64_t seconds, python_int(Json(*header), headers_.reset));
        // Beyond this, nanoseconds since 1970 do not fit.
        constexpr std::int64_t kSecondsMax = 9'000'000'000;
        reset_at = Instant(std::chrono::seconds(std::clamp(seconds, -kSecondsMax, kSecondsMax)));
    }
    if (reset_at && reset_max) {
        reset_at = std::min(*reset_at, now + std::chrono::duration_cast<Instant::duration>(*reset_max));
    }
    policies_[*place]->update(calls_left, reset_at, now);
    return ok();
}

std::unique_ptr<CallPolicies> CallPolicies::fresh() const {
    std::vector<std::unique_ptr<CallRatePolicy>> policies;
    policies.reserve(policies_.size());
    for (const std::unique_ptr<CallRatePolicy>& policy : policies_) {
        policies.push_back(policy->fresh());
    }
    return std::make_unique<CallPolicies>(id_, std::move(policies), headers_);
}

}  // namespace levada::airbyte
