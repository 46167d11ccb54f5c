#include "oauth_endpoint.h"

#include "auth_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::AnsweringFixture;
using testing::signed_header;
using testing::yaml;

Result<TokenRequest> plain_request() {
    TokenRequest request;
    request.url = "https://a.test/token";
    return request;
}

TEST(OAuthEndpoint, AsksAgainWhileBusy) {
    AnsweringFixture fixture(Json::object(), {{"/token", 503, ""}});
    OAuthEndpoint endpoint(RefreshTokenErrors(), fixture.source);
    const Result<Json> answer = endpoint.ask(plain_request);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fact("token_endpoint"), "busy");
    EXPECT_EQ(fixture.clock.slept(), std::chrono::seconds(300));
}

TEST(OAuthEndpoint, HeadersAreTextOrNotThere) {
    AnsweringFixture fixture(Json::object(), {{"/token", 200, "{}"}});
    OAuthEndpoint endpoint(RefreshTokenErrors(), fixture.source);
    const auto ask_with = [&](Json value) {
        return endpoint.ask([&]() -> Result<TokenRequest> {
            LEVADA_TRY(TokenRequest request, plain_request());
            request.headers.set("X-A", value);
            return request;
        });
    };
    EXPECT_TRUE(ask_with(Json("5")));
    EXPECT_TRUE(ask_with(Json()));
    const Result<Json> refused = ask_with(Json(5));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_data);
    EXPECT_NE(refused.error().message().find("\"X-A\""), std::string::npos);
}

TEST(OAuthEndpoint, Find) {
    const Json answer = parse_json(R"({"a":{"b":[{"token":"t"}]},"n":null})").value();
    EXPECT_EQ((*OAuthEndpoint::find(answer, "token"))->as_string(), "t");
    EXPECT_EQ(OAuthEndpoint::find(answer, "other").value(), nullptr);
    const Json deep = parse_json(R"([[[[[[{"token":"t"}]]]]]])").value();
    EXPECT_EQ(failure_type_of(OAuthEndpoint::find(deep, "token").error()), FailureType::config_error);
}

TEST(OAuthEndpoint, Expiry) {
    AnsweringFixture fixture(Json::object(), {});
    const OAuthEndpoint endpoint(RefreshTokenErrors(), fixture.source);
    TokenAnswerNames names;
    const auto expiry = [&](const char* answer) { return endpoint.expiry(parse_json(answer).value(), names); };
    EXPECT_EQ(expiry(R"({"expires_in":"60"})").value(), std::optional(endpoint.now_us() + 60'000'000));
    EXPECT_EQ(expiry("{}").value(), std::nullopt);
    EXPECT_EQ(expiry(R"({"expires_in":"soon"})").error().code(), ErrorCode::invalid_data);
    names.is_expiry_a_date = true;
    EXPECT_EQ(expiry(R"({"expires_in":"2024-02-10T00:00:01Z"})").value(), std::optional(endpoint.now_us() + 1'000'000));
    EXPECT_EQ(expiry(R"({"expires_in":"soon"})").error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
