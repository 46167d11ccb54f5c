#include "auth_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

std::string header_with(const char* config, int validation, std::size_t& requests) {
    AnsweringFixture fixture(yaml(config), {{"/me", validation, "{}"}, {"/session", 200, R"({"id":"fresh"})"}});
    const Json requester = yaml("{type: HttpRequester, url_base: https://a.test}");
    fixture.context.requester_node = &requester;
    const auto authenticator = fixture
                                   .make<Authenticator>(
                                       "type: LegacySessionTokenAuthenticator\nheader: X-Session\nlogin_url: "
                                       "/session\nsession_token: \"{{ config['token'] }}\"\n"
                                       "session_token_response_key: id\nusername: \"{{ config['user'] }}\"\npassword: "
                                       "\"{{ config['password'] }}\"\n"
                                       "validate_session_url: /me")
                                   .value();
    const std::string header = signed_header(*authenticator, "X-Session");
    requests = fixture.http.requests().size();
    return header;
}

TEST(LegacySessionTokenAuthenticator, Token) {
    struct Case {
        const char* name;
        const char* config;
        int validation;
        const char* want;
        std::size_t requests;
    };
    constexpr Case kCases[] = {
        {"accepted", "{token: old, user: u, password: p}", 200, "old", 1},
        {"refused", "{token: old, user: u, password: p}", 401, "fresh", 2},
        {"none", "{token: \"\", user: u, password: p}", 200, "fresh", 1},
    };
    for (const Case& c : kCases) {
        std::size_t requests = 0;
        EXPECT_EQ(header_with(c.config, c.validation, requests), c.want) << c.name;
        EXPECT_EQ(requests, c.requests) << c.name;
    }
    std::size_t requests = 0;
    EXPECT_TRUE(header_with("{token: old, user: \"\", password: \"\"}", 401, requests)
                    .starts_with("error: Invalid credentials"));
    EXPECT_TRUE(
        header_with("{token: old, user: u, password: p}", 500, requests).starts_with("error: Error while validating"));
}

}  // namespace
}  // namespace levada::airbyte
