#include "default_error_mapping.h"

#include <gtest/gtest.h>

#include "levada/ports/storage_fact.h"

namespace levada::airbyte {
namespace {

Response response_of(int status, std::string body) {
    HttpResponse http;
    http.status = status;
    http.body = std::move(body);
    return Response(std::move(http));
}

TEST(DefaultErrorMapping, ByStatus) {
    struct Case {
        int status;
        ResponseAction action;
        FailureType type;
    };
    constexpr Case kCases[] = {{400, ResponseAction::fail, FailureType::system_error},
                               {401, ResponseAction::fail, FailureType::config_error},
                               {403, ResponseAction::fail, FailureType::config_error},
                               {404, ResponseAction::fail, FailureType::system_error},
                               {408, ResponseAction::retry, FailureType::transient_error},
                               {429, ResponseAction::rate_limited, FailureType::transient_error},
                               {503, ResponseAction::retry, FailureType::transient_error}};
    for (const Case& c : kCases) {
        const std::optional<ErrorResolution> resolution = default_resolution(c.status);
        ASSERT_TRUE(resolution) << c.status;
        EXPECT_EQ(resolution->action, c.action) << c.status;
        EXPECT_EQ(resolution->failure_type, c.type) << c.status;
        EXPECT_NE(resolution->message.find(std::to_string(c.status)), std::string::npos) << c.status;
    }
    EXPECT_FALSE(default_resolution(409));
}

TEST(DefaultErrorMapping, AResponseThatCannotBeKeptIsNotAskedForAgain) {
    const Error full = Error(ErrorCode::unavailable, "no space left").with(kStorageFact, "raw zone");
    EXPECT_EQ(default_resolution(full)->action, ResponseAction::fail);
    EXPECT_NE(default_resolution(full)->message.find("no space left"), std::string::npos);
}

TEST(DefaultErrorMapping, ByException) {
    const Error schema = Error(ErrorCode::invalid_config, "x").with(kExceptionFact, "InvalidSchema");
    EXPECT_EQ(default_resolution(schema)->action, ResponseAction::fail);
    EXPECT_EQ(default_resolution(schema)->failure_type, FailureType::config_error);
    EXPECT_EQ(default_resolution(Error(ErrorCode::invalid_config, "x"))->action, ResponseAction::retry);
    EXPECT_FALSE(default_resolution(Error(ErrorCode::unavailable, "x")));
}

TEST(DefaultErrorMapping, Fallback) {
    Response response = response_of(422, "no");
    const ErrorResolution resolution = fallback_resolution({.response = &response, .error = nullptr});
    EXPECT_EQ(resolution.action, ResponseAction::retry);
    EXPECT_EQ(resolution.failure_type, FailureType::system_error);
    EXPECT_NE(resolution.message.find("422 Client Error: Unprocessable Entity"), std::string::npos)
        << resolution.message;
}

TEST(ErrorMessage, FromBody) {
    struct Case {
        const char* body;
        std::optional<std::string> want;
    };
    const Case cases[] = {{R"({"error":{"message":"bad"}})", "bad"},
                          {R"({"errors":["a",{"detail":"b"},3]})", "a, b"},
                          {R"({"message":"","error":"e"})", "e"},
                          {R"("text")", "text"},
                          {R"({"other":1})", std::nullopt},
                          {"plain", "plain"},
                          {"[]", ""}};
    for (const Case& c : cases) {
        Response response = response_of(400, c.body);
        EXPECT_EQ(error_message_of(response), c.want) << c.body;
    }
    EXPECT_EQ(reason_of(404), "Not Found");
    EXPECT_EQ(reason_of(299), "");
}

}  // namespace
}  // namespace levada::airbyte
