#include "api_budget.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

/// A clock that stands still whatever is waited.
class StandingClock final : public Clock {
public:
    Instant now() const override { return {}; }
    Monotonic monotonic() const override { return {}; }
    void sleep_for(std::chrono::nanoseconds /*duration*/) override { ++sleep_count; }
    int sleep_count = 0;
};

HttpRequest request_to(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

TEST(ApiBudget, WaitsForItsPolicy) {
    const Json manifest = testing::yaml(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - type: MovingWindowCallRatePolicy\n      rates: [{limit: 1, interval: PT10S}]\n"
        "      matchers: [{url_path_pattern: /slow}]\n");
    testing::ComponentFixture fixture;
    fixture.source.manifest = &manifest;
    ApiBudget budget;
    ASSERT_TRUE(budget.load(fixture.context));
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(budget.acquire(request_to("https://a.test/slow"), fixture.clock));
        ASSERT_TRUE(budget.acquire(request_to("https://a.test/fast"), fixture.clock));
    }
    EXPECT_EQ(fixture.clock.slept(), std::chrono::seconds(10) + std::chrono::milliseconds(1));
}

TEST(ApiBudget, NeverBlocksWithoutTime) {
    const Json manifest = testing::yaml(
        "api_budget:\n  type: HTTPAPIBudget\n  policies:\n"
        "    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 1, matchers: []}\n");
    testing::ComponentFixture fixture;
    fixture.source.manifest = &manifest;
    ApiBudget budget;
    ASSERT_TRUE(budget.load(fixture.context));
    StandingClock clock;
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), clock));
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), clock));
    EXPECT_EQ(clock.sleep_count, 1);
}

TEST(ApiBudget, LearnsFromResponses) {
    const Json manifest = testing::yaml(
        "api_budget:\n  type: HTTPAPIBudget\n  ratelimit_remaining_header: X-Left\n  ratelimit_reset_header: X-Reset\n"
        "  policies:\n    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 100, matchers: []}\n");
    testing::ComponentFixture fixture;
    fixture.source.manifest = &manifest;
    ApiBudget budget;
    ASSERT_TRUE(budget.load(fixture.context));
    HttpResponse response;
    response.status = 200;
    response.headers.set("X-Left", "0");
    response.headers.set("X-Reset", "1707523230");
    budget.observe(request_to("https://a.test/"), response, fixture.clock);
    ASSERT_TRUE(budget.acquire(request_to("https://a.test/"), fixture.clock));
    EXPECT_GE(fixture.clock.slept(), std::chrono::seconds(30));
}

}  // namespace
}  // namespace levada::airbyte
