#pragma once

#include <memory>
#include <string>

#include "levada/airbyte/components/call_policies.h"
#include "levada/collect/rate_rules.h"

namespace levada::app {

/// A manifest's api_budget as limits that all pipelines on one credential share. Not thread-safe.
class ManifestRules final : public RateRules {
public:
    /// What the API says of its reset is believed up to an hour: a clock that is wrong must not stop a run for years.
    static constexpr std::chrono::hours kResetMax{1};

    explicit ManifestRules(std::shared_ptr<airbyte::CallPolicies> policies) : policies_(std::move(policies)) {}

    const std::string& id() const override { return policies_->id(); }
    std::string group_of(const HttpRequest& request) const override;
    Result<std::chrono::nanoseconds> wait_for(const HttpRequest& request, Instant utc) override;
    void count(const HttpRequest& request, Instant utc) override;
    void learn(const HttpRequest& request, const HttpResponse& response, Instant utc) override;
    std::unique_ptr<RateRules> fresh() const override;

private:
    std::shared_ptr<airbyte::CallPolicies> policies_;
};

}  // namespace levada::app
