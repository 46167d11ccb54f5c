#include "run/manifest_rules.h"

namespace levada::app {

std::string ManifestRules::group_of(const HttpRequest& request) const {
    const std::optional<std::size_t> policy = policies_->policy_of(request);
    return policy.has_value() ? "policy " + std::to_string(*policy) : std::string();
}

Result<std::chrono::nanoseconds> ManifestRules::wait_for(const HttpRequest& request, Instant utc) {
    LEVADA_TRY(const std::optional<std::chrono::nanoseconds> wait, policies_->wait_for(request, utc));
    return wait.value_or(std::chrono::nanoseconds::zero());
}

void ManifestRules::count(const HttpRequest& request, Instant utc) {
    policies_->count(request, utc);
}

void ManifestRules::learn(const HttpRequest& request, const HttpResponse& response, Instant utc) {
    // A header that is no number says nothing of the limit; whether it fails the stream, the source decides.
    static_cast<void>(policies_->observe(request, response, utc, kResetMax));
}

std::unique_ptr<RateRules> ManifestRules::fresh() const {
    return std::make_unique<ManifestRules>(policies_->fresh());
}

}  // namespace levada::app
