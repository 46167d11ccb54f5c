#include "oauth_endpoint.h"

#include "auth_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/retry_gate.h"

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

/// Allows so many retries.
class CountedGate final : public RetryGate {
public:
    explicit CountedGate(int retries_max) : left_(retries_max) {}
    void note_request(const HttpRequest& request) override { urls.push_back(request.url); }
    Result<double> before_retry(const RetryAsk& ask) override {
        ends.emplace_back(ask.end);
        if (left_-- == 0) {
            return Error(ErrorCode::unavailable, "the retry budget is spent");
        }
        return ask.seconds / 2;
    }
    std::vector<std::string> urls;
    std::vector<std::string> ends;

private:
    int left_;
};

TEST(OAuthEndpoint, AGateBoundsItsRetries) {
    // Goal: each request is told, each retry asked for; a refusal ends it at once as a transient failure.
    AnsweringFixture fixture(Json::object(), {{"/token", 503, ""}});
    CountedGate gate(2);
    fixture.source.shared<RetryGateSlot>().gate = &gate;
    OAuthEndpoint endpoint(RefreshTokenErrors(), fixture.source);
    const Result<Json> answer = endpoint.ask(plain_request);
    ASSERT_FALSE(answer);
    EXPECT_EQ(failure_type_of(answer.error()), FailureType::transient_error);
    EXPECT_EQ(answer.error().message(), "the retry budget is spent");
    EXPECT_EQ(gate.urls, std::vector<std::string>(3, "https://a.test/token"));
    EXPECT_EQ(gate.ends, std::vector<std::string>(3, "status code '503'"));
    EXPECT_EQ(fixture.clock.slept(), std::chrono::milliseconds(1500));
    for (const HttpRequest& request : fixture.http.requests()) {
        EXPECT_TRUE(request.is_authentication)
            << "its bodies must not be kept as they are, whatever its fields are called";
    }
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
