#include "run/run_retries.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::app {
namespace {

const HttpRequest kRequest{.url = "https://a.example/items"};

RandomFraction half() {
    return [] { return 0.5; };
}

TEST(RunRetries, EndWhenTheBudgetOfTheRunIsSpent) {
    // Goal: three retries are allowed; the fourth is refused and says why, what is kept and what to do.
    testing::ManualClock clock;
    RetryBudgets hosts;
    RunRetries retries({.count_min = 3, .percent_max = 0}, hosts, clock, half());
    for (int i = 0; i < 3; ++i) {
        retries.note_request(kRequest);
        EXPECT_TRUE(retries.before_retry({.request = kRequest, .end = "status code '503'"}).has_value());
    }
    const auto refused = retries.before_retry({.request = kRequest, .end = "status code '503'"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::unavailable);
    for (const char* part : {"retry budget of this run", "3 retries", "a.example", "status code '503'", "runs retry"}) {
        EXPECT_NE(refused.error().message().find(part), std::string::npos) << part;
    }
    EXPECT_EQ(hosts.counts().at("a.example").retries, 3U);
    EXPECT_EQ(hosts.counts().at("a.example").refused, 1U);
}

TEST(RunRetries, ShareTheBudgetOfTheHostWithOtherRuns) {
    testing::ManualClock clock;
    RetryBudgets hosts({.count_min = 1, .percent_max = 0, .window_time = std::chrono::minutes(10)});
    RunRetries one({}, hosts, clock, half());
    RunRetries other({}, hosts, clock, half());
    EXPECT_TRUE(one.before_retry({.request = kRequest, .end = ""}).has_value());
    const auto refused = other.before_retry({.request = kRequest, .end = ""});
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message().find("the host a.example"), std::string::npos) << refused.error().message();
    EXPECT_TRUE(other.before_retry({.request = {.url = "https://b.example/"}, .end = ""}).has_value());
    clock.advance(std::chrono::minutes(11));
    EXPECT_TRUE(other.before_retry({.request = kRequest, .end = ""}).has_value()) << "a host's budget fills up again";
}

TEST(RunRetries, WaitsAreBoundedAndSpread) {
    // Goal: without any answer the CDK's wait gets full jitter (half of twice as long here); what the API or the
    // manifest asks for is kept to the letter, up to a day.
    struct Case {
        const char* name;
        bool has_response;
        bool is_wait_asked;
        double seconds;
        double want;
    };
    constexpr Case kCases[] = {
        {"no connection", false, false, 8, 8},
        {"an answer", true, false, 8, 8},
        {"asked for", true, true, 100, 100},
        {"no connection, but the manifest says how long", false, true, 5, 5},
        {"a reset years ahead", true, true, 1e9, 86'400},
        {"a reset long ago", true, true, -1e9, 0},
    };
    for (const double fraction : {0.0, 0.5}) {
        testing::ManualClock clock;
        RetryBudgets hosts;
        RunRetries retries({}, hosts, clock, [fraction] { return fraction; });
        for (const Case& c : kCases) {
            const bool is_spread = !c.has_response && !c.is_wait_asked;
            const double want = is_spread ? c.want * 2 * fraction : c.want;
            EXPECT_EQ(retries
                          .before_retry({.request = kRequest,
                                         .end = "",
                                         .has_response = c.has_response,
                                         .is_wait_asked = c.is_wait_asked,
                                         .seconds = c.seconds})
                          .value(),
                      want)
                << c.name << ", fraction " << fraction;
        }
    }
}

}  // namespace
}  // namespace levada::app
