#include "auth_support.h"

#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

TEST(OAuthSingleUse, WritesNewTokensToTheConfig) {
    AnsweringFixture fixture(yaml("credentials: {client_id: c, client_secret: s, refresh_token: r1}"),
                             {{"/token", 200, R"({"access_token":"t1","refresh_token":"r2","expires_in":60})"}});
    const auto authenticator =
        fixture
            .make<Authenticator>(
                "type: OAuthAuthenticator\ntoken_refresh_endpoint: https://a.test/token\nrefresh_token_updater: {}")
            .value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer t1");
    const Json& held = *fixture.source.config().find("credentials");
    EXPECT_EQ(held.string_or("refresh_token", ""), "r2");
    EXPECT_EQ(held.string_or("access_token", ""), "t1");
    EXPECT_EQ(held.string_or("token_expiry_date", ""), "2024-02-10T00:01:00+00:00");
    EXPECT_EQ(signed_header(*authenticator), "Bearer t1");
    EXPECT_EQ(fixture.http.requests().size(), 1U);
}

TEST(OAuthSingleUse, StreamsAtOnceUseEachRefreshTokenOnce) {
    // Goal: several streams that find the token old refresh it once, and all of them see the new one. Method: each
    // stream has its context and its authenticator; the endpoint takes the newest refresh token only.
    constexpr int kStreams = 6;
    std::mutex mutex;
    int number = 0;
    std::vector<std::string> refused;
    levada::testing::ScriptedHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
        const std::scoped_lock lock(mutex);
        HttpResponse response;
        const bool is_newest =
            request.body.value_or("").find("refresh_token=r" + std::to_string(number)) != std::string::npos;
        if (!is_newest) {
            refused.push_back(request.body.value_or(""));
        }
        ++number;
        response.status = is_newest ? 200 : 400;
        response.body = "{\"access_token\":\"t" + std::to_string(number) + "\",\"refresh_token\":\"r" +
                        std::to_string(number) + "\",\"expires_in\":60}";
        return response;
    });
    const levada::testing::ManualClock time{Instant(std::chrono::seconds(1'707'523'200))};
    levada::testing::ManualClock clock = time;
    testing::NullMessages messages;
    SourceContext source(
        yaml("credentials: {client_id: c, client_secret: s, refresh_token: r0}"), http, clock, messages);
    const Json node =
        yaml("type: OAuthAuthenticator\ntoken_refresh_endpoint: https://a.test/token\nrefresh_token_updater: {}");
    std::vector<std::unique_ptr<SourceContext>> contexts;
    std::vector<std::shared_ptr<Authenticator>> authenticators;
    for (int i = 0; i < kStreams; ++i) {
        contexts.push_back(std::make_unique<SourceContext>(source, messages));
        BuildContext context(*contexts.back());
        authenticators.push_back(build<Authenticator>(node, context).value());
    }
    std::vector<std::string> headers(kStreams);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < kStreams; ++i) {
            threads.emplace_back([&, i] { headers[i] = signed_header(*authenticators[i]); });
        }
    }
    EXPECT_EQ(headers, std::vector<std::string>(kStreams, "Bearer t1"));
    ASSERT_TRUE(authenticators.front()->refresh());
    EXPECT_EQ(signed_header(*authenticators.back()), "Bearer t2") << "the newest token is everybody's";
    EXPECT_EQ(http.requests().size(), 2U);
    EXPECT_TRUE(refused.empty());
}

TEST(OAuthSingleUse, UnreadableExpiry) {
    AnsweringFixture fixture(yaml("credentials: {token_expiry_date: soon}"), {});
    const auto made = fixture.make<Authenticator>(
        "type: OAuthAuthenticator\ntoken_refresh_endpoint: https://a.test/token\nrefresh_token_updater: {}");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
