#include "levada/airbyte/components/call_policies.h"

#include "api_budget.h"
#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using std::chrono::seconds;

/// The policies that a source hands over instead of keeping to them itself.
std::shared_ptr<CallPolicies> handed_over(testing::ComponentFixture& fixture, ApiBudget& budget) {
    std::shared_ptr<CallPolicies> taken;
    fixture.source.shared<CallPolicySlot>().take = [&taken](std::shared_ptr<CallPolicies> policies) {
        taken = std::move(policies);
    };
    EXPECT_TRUE(budget.load(fixture.context));
    return taken;
}

TEST(CallPolicies, WhoTakesThemKeepsToThemAlone) {
    // Goal: the source that handed them over waits no more; they wait, count, learn and begin anew by themselves.
    const Json manifest = testing::yaml(
        "api_budget:\n  type: HTTPAPIBudget\n  ratelimit_remaining_header: X-Left\n  ratelimit_reset_header: X-Reset\n"
        "  policies:\n    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 1, matchers: []}\n");
    testing::ComponentFixture fixture;
    fixture.source.manifest = &manifest;
    ApiBudget budget;
    const std::shared_ptr<CallPolicies> policies = handed_over(fixture, budget);
    ASSERT_NE(policies, nullptr);
    HttpRequest request;
    request.url = "https://a.test/";
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(budget.acquire(request, fixture.clock));
        ASSERT_TRUE(budget.observe(request, HttpResponse{.status = 429}, fixture.clock));
    }
    EXPECT_EQ(fixture.clock.slept(), seconds(0)) << "nobody waits twice";

    const Instant now = fixture.clock.now();
    EXPECT_FALSE(policies->wait_for(request, now).value().has_value());
    policies->count(request, now);
    HttpResponse response;
    response.status = 200;
    response.headers.set("X-Left", "0");
    response.headers.set("X-Reset",
                         std::to_string(std::chrono::duration_cast<seconds>(now.time_since_epoch()).count() + 30));
    ASSERT_TRUE(policies->observe(request, response, now, std::nullopt));
    EXPECT_EQ(policies->wait_for(request, now).value(), seconds(30));
    ASSERT_TRUE(policies->observe(request, response, now, seconds(10)));
    EXPECT_EQ(policies->wait_for(request, now).value(), seconds(10)) << "believed so far only";
    EXPECT_FALSE(policies->fresh()->wait_for(request, now).value().has_value());
    EXPECT_EQ(policies->fresh()->id(), policies->id());
    response.headers.set("X-Left", "many");
    EXPECT_EQ(policies->observe(request, response, now, std::nullopt).error().code(), ErrorCode::invalid_data);
}

TEST(CallPolicies, ARequestThatNoPolicyMatchesIsFree) {
    const Json manifest = testing::yaml(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - type: MovingWindowCallRatePolicy\n      rates: [{limit: 1, interval: PT10S}]\n"
        "      matchers: [{url_path_pattern: /slow, weight: 2}]\n");
    testing::ComponentFixture fixture;
    fixture.source.manifest = &manifest;
    ApiBudget budget;
    const std::shared_ptr<CallPolicies> policies = handed_over(fixture, budget);
    ASSERT_NE(policies, nullptr);
    HttpRequest request;
    request.url = "https://a.test/fast";
    EXPECT_EQ(policies->policy_of(request), std::nullopt);
    EXPECT_FALSE(policies->wait_for(request, fixture.clock.now()).value().has_value());
    request.url = "https://a.test/slow";
    EXPECT_EQ(policies->policy_of(request), 0U);
    EXPECT_EQ(policies->wait_for(request, fixture.clock.now()).error().code(), ErrorCode::invalid_data)
        << "a weight above the limit never goes";
}

}  // namespace
}  // namespace levada::airbyte
