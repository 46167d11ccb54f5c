#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

constexpr const char* kLogin =
    "type: SessionTokenAuthenticator\nlogin_requester: {type: HttpRequester, url_base: https://a.test, path: login, "
    "http_method: POST}\n"
    "session_token_path: [data, token]\n";

TEST(SessionTokenAuthenticator, LogsInOncePerExpiry) {
    AnsweringFixture fixture(Json::object(), {{"/login", 200, R"({"data":{"token":"t1"}})"}});
    const auto authenticator =
        fixture
            .make<Authenticator>(std::string(kLogin) +
                                 "expiration_duration: PT1H\nrequest_authentication: {type: Bearer}")
            .value();
    EXPECT_EQ(signed_header(*authenticator), "Bearer t1");
    EXPECT_EQ(signed_header(*authenticator), "Bearer t1");
    EXPECT_EQ(fixture.http.requests().size(), 1U);
    fixture.clock.advance(std::chrono::hours(2));
    EXPECT_EQ(signed_header(*authenticator), "Bearer t1");
    EXPECT_EQ(fixture.http.requests().size(), 2U);
    EXPECT_TRUE(fixture.http.requests().front().is_authentication) << "the answer holds a credential";
}

TEST(SessionTokenAuthenticator, ApiKeyTemplate) {
    AnsweringFixture fixture(Json::object(), {{"/login", 200, R"({"data":{"token":"t1"}})"}});
    const auto authenticator =
        fixture
            .make<Authenticator>(std::string(kLogin) +
                                 "request_authentication:\n  type: ApiKey\n  api_token: \"Token {{ session_token }}\"\n"
                                 "  inject_into: {type: RequestOption, inject_into: header, field_name: X-Auth}")
            .value();
    EXPECT_EQ(signed_header(*authenticator, "X-Auth"), "Token t1");
}

TEST(SessionTokenAuthenticator, ApiKeyWithoutExpiryLogsInAsOftenAsTheCdk) {
    struct Case {
        const char* inject_into;
        std::size_t logins;
    };
    for (const Case& c : {Case{"header", 3}, Case{"request_parameter", 1}}) {
        AnsweringFixture fixture(Json::object(), {{"/login", 200, R"({"data":{"token":"t1"}})"}});
        const auto authenticator =
            fixture
                .make<Authenticator>(std::string(kLogin) +
                                     "request_authentication:\n  type: ApiKey\n  inject_into: {type: RequestOption, "
                                     "field_name: auth, inject_into: " +
                                     c.inject_into + "}")
                .value();
        ASSERT_TRUE(authenticator->options()) << c.inject_into;
        EXPECT_EQ(fixture.http.requests().size(), c.logins) << c.inject_into;
    }
}

TEST(SessionTokenAuthenticator, NoToken) {
    AnsweringFixture fixture(Json::object(), {{"/login", 200, "{}"}});
    const auto authenticator =
        fixture.make<Authenticator>(std::string(kLogin) + "request_authentication: {type: Bearer}").value();
    EXPECT_EQ(authenticator->options().error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
