#include "api_budget.h"
#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using std::chrono::seconds;

std::unique_ptr<CallRatePolicy> policy(testing::ComponentFixture& fixture, std::string_view text) {
    return make_call_rate_policy(testing::yaml(text), fixture.context).value();
}

TEST(CallRatePolicies, MovingWindow) {
    testing::ComponentFixture fixture;
    const auto moving =
        policy(fixture, "type: MovingWindowCallRatePolicy\nmatchers: []\nrates:\n  - {limit: 2, interval: PT10S}\n");
    const Instant now = fixture.clock.now();
    EXPECT_FALSE(moving->acquire(1, now)->has_value());
    EXPECT_FALSE(moving->acquire(1, now + seconds(4))->has_value());
    const auto wait = moving->acquire(1, now + seconds(5)).value();
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, seconds(5) + std::chrono::milliseconds(1));
    EXPECT_FALSE(moving->acquire(1, now + seconds(11))->has_value());
    EXPECT_EQ(moving->acquire(3, now).error().code(), ErrorCode::invalid_data);
}

TEST(CallRatePolicies, ServerSaysNothingIsLeft) {
    testing::ComponentFixture fixture;
    const auto moving =
        policy(fixture, "type: MovingWindowCallRatePolicy\nmatchers: []\nrates:\n  - {limit: 2, interval: PT10S}\n");
    moving->update(0, std::nullopt, fixture.clock.now());
    EXPECT_TRUE(moving->acquire(1, fixture.clock.now())->has_value());
}

TEST(CallRatePolicies, FixedWindow) {
    testing::ComponentFixture fixture;
    const auto fixed = policy(fixture, "type: FixedWindowCallRatePolicy\nmatchers: []\nperiod: PT1M\ncall_limit: 2\n");
    const Instant now = fixture.clock.now();
    EXPECT_FALSE(fixed->acquire(2, now)->has_value());
    EXPECT_TRUE(fixed->acquire(1, now)->has_value());
    fixed->update(std::nullopt, now + seconds(3), now);
    EXPECT_EQ(fixed->acquire(1, now).value().value(), seconds(3));
    EXPECT_FALSE(fixed->acquire(1, now + seconds(4))->has_value());
}

TEST(CallRatePolicies, Unlimited) {
    testing::ComponentFixture fixture;
    const auto free = policy(fixture, "type: UnlimitedCallRatePolicy\nmatchers: []\n");
    EXPECT_FALSE(free->acquire(1000, fixture.clock.now())->has_value());
}

TEST(CallRatePolicies, Refused) {
    testing::ComponentFixture fixture;
    EXPECT_EQ(make_call_rate_policy(testing::yaml("type: Other\n"), fixture.context).error().code(),
              ErrorCode::unsupported);
    EXPECT_EQ(make_call_rate_policy(testing::yaml("type: MovingWindowCallRatePolicy\nrates: []\n"), fixture.context)
                  .error()
                  .code(),
              ErrorCode::invalid_config);
    for (const char* rate : {"{limit: 0, interval: PT1S}", "{limit: 1, interval: PT0S}"}) {
        const Json node = testing::yaml(std::string("type: MovingWindowCallRatePolicy\nrates: [") + rate + "]\n");
        const auto made = make_call_rate_policy(node, fixture.context);
        EXPECT_EQ(made.has_value() ? "" : made.error().to_string().substr(0, 14), "invalid_config") << rate;
    }
}

}  // namespace
}  // namespace levada::airbyte
