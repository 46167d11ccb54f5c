#include "auth_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

constexpr const char* kOAuth =
    "type: OAuthAuthenticator\ntoken_refresh_endpoint: https://a.test/token\nclient_id: c\nclient_secret: "
    "s\nrefresh_token: r\n";

TEST(OAuthAuthenticator, AsksOncePerLifetime) {
    AnsweringFixture fixture(Json::object(), {{"/token", 200, R"({"data":{"access_token":"t"},"expires_in":60})"}});
    const auto authenticator = fixture.make<Authenticator>(kOAuth).value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer t");
    EXPECT_EQ(signed_header(*authenticator), "Bearer t");
    ASSERT_EQ(fixture.http.requests().size(), 1U);
    EXPECT_EQ(fixture.http.requests()[0].body, "grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=r");
    fixture.clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(signed_header(*authenticator), "Bearer t");
    EXPECT_EQ(fixture.http.requests().size(), 2U);
    EXPECT_TRUE(authenticator->may_refresh());
}

TEST(OAuthAuthenticator, AGivenTokenThatIsNoneIsAskedFor) {
    AnsweringFixture fixture(Json::object(), {{"/token", 200, R"({"access_token":"t"})"}});
    const auto authenticator =
        fixture
            .make<Authenticator>(std::string(kOAuth) +
                                 "access_token_value: \"{{ config.get('gone') }}\"\ntoken_expiry_date: 2030-01-01\n")
            .value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer t");
}

TEST(OAuthAuthenticator, Errors) {
    struct Case {
        const char* name;
        int status;
        const char* body;
        FailureType type;
        bool is_traced_error;
    };
    constexpr Case kCases[] = {
        {"refused token", 400, R"({"error":"invalid_grant"})", FailureType::config_error, true},
        {"other refusal", 401, "{}", FailureType::system_error, false},
        {"no token", 200, "{}", FailureType::system_error, false},
    };
    for (const Case& c : kCases) {
        AnsweringFixture fixture(Json::object(), {{"/token", c.status, c.body}});
        const auto authenticator = fixture.make<Authenticator>(kOAuth).value();
        const Result<RequestParts> parts = authenticator->options();
        ASSERT_FALSE(parts) << c.name;
        EXPECT_EQ(is_traced(parts.error()), c.is_traced_error) << c.name;
        EXPECT_EQ(failure_type_of(parts.error()), c.type) << c.name;
    }
}

TEST(OAuthAuthenticator, GivenTokenWithoutEndpoint) {
    AnsweringFixture fixture(yaml("token: given"), {});
    const auto authenticator = fixture
                                   .make<Authenticator>(
                                       "type: OAuthAuthenticator\nclient_id: c\nclient_secret: s\nrefresh_token: "
                                       "r\naccess_token_value: \"{{ config['token'] }}\"")
                                   .value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer given");
}

TEST(OAuthAuthenticator, Refused) {
    AnsweringFixture fixture(Json::object(), {});
    for (const char* text : {"type: OAuthAuthenticator\nclient_id: c",
                             "type: OAuthAuthenticator\nclient_id: c\nclient_secret: s",
                             "type: OAuthAuthenticator\nuse_profile_assertion: true"}) {
        const auto made = fixture.make<Authenticator>(text);
        ASSERT_FALSE(made) << text;
        EXPECT_EQ(made.error().code(), ErrorCode::invalid_config) << text;
    }
}

}  // namespace
}  // namespace levada::airbyte
