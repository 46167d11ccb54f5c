#include "auth_support.h"

#include <latch>
#include <map>
#include <mutex>

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"
#include "levada/base/executor.h"

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

constexpr const char* kTwoTokens =
    "type: RateLimitedMultipleTokenAuthenticator\ntokens: \"{{ config['tokens'] }}\"\nbudget_min_reserve: 0\n"
    "budget_reserve_fraction: 0\nquota_status_source: {url: https://a.test/quota}\n"
    "quotas:\n  - {name: core, remaining_path: [left], reset_path: [reset]}\n";

TEST(RateLimitedMultipleToken, RotatesWhenSpent) {
    AnsweringFixture fixture(yaml("tokens: \"a, b\""), {{"/quota", 200, R"({"left":1,"reset":1707526800})"}});
    const auto authenticator = fixture.make<Authenticator>(kTwoTokens).value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer a");
    EXPECT_EQ(signed_header(*authenticator), "Bearer b");
    EXPECT_EQ(fixture.http.requests().size(), 2U);
    EXPECT_EQ(signed_header(*authenticator), "Bearer b");
    EXPECT_EQ(fixture.clock.slept(), std::chrono::hours(1));
}

TEST(RateLimitedMultipleToken, StreamsAtOnceCountTogether) {
    // Goal: eight streams that sign at the same time use up each token once and ask for the quotas once.
    constexpr int kStreams = 8;
    constexpr int kRequests = 25;
    AnsweringFixture fixture(yaml("tokens: \"a, b\""), {{"/quota", 200, R"({"left":100,"reset":1707526800})"}});
    const auto authenticator = fixture.make<Authenticator>(kTwoTokens).value();
    std::mutex mutex;
    std::map<std::string, int> signed_with;
    std::latch done(kStreams);
    ThreadExecutor threads(kStreams, kStreams);
    for (int i = 0; i < kStreams; ++i) {
        ASSERT_TRUE(threads.submit([&] {
            for (int request = 0; request < kRequests; ++request) {
                const std::string header = signed_header(*authenticator);
                const std::scoped_lock lock(mutex);
                signed_with[header] += 1;
            }
            done.count_down();
        }));
    }
    done.wait();
    EXPECT_EQ(signed_with, (std::map<std::string, int>{{"Bearer a", 100}, {"Bearer b", 100}}));
    EXPECT_EQ(fixture.http.requests().size(), 2U);
    EXPECT_EQ(fixture.clock.slept(), std::chrono::seconds(0));
}

TEST(RateLimitedMultipleToken, NoTokens) {
    AnsweringFixture fixture(yaml("tokens: \" , \""), {});
    const auto made = fixture.make<Authenticator>(kTwoTokens);
    ASSERT_FALSE(made);
    EXPECT_EQ(failure_type_of(made.error()), FailureType::config_error);
}

}  // namespace
}  // namespace levada::airbyte
