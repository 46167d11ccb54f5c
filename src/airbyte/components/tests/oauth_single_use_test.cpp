#include "auth_support.h"

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

TEST(OAuthSingleUse, UnreadableExpiry) {
    AnsweringFixture fixture(yaml("credentials: {token_expiry_date: soon}"), {});
    const auto made = fixture.make<Authenticator>(
        "type: OAuthAuthenticator\ntoken_refresh_endpoint: https://a.test/token\nrefresh_token_updater: {}");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
