#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(DefaultErrorHandler, Interpret) {
    struct Case {
        const char* name;
        const char* node;
        int status;
        ResponseAction want;
    };
    constexpr const char* kFiltered =
        "type: DefaultErrorHandler\nresponse_filters:\n  - {type: HttpResponseFilter, action: IGNORE, http_codes: "
        "[404]}\n"
        "  - {type: HttpResponseFilter, action: RETRY, http_codes: [404, 200]}\n";
    constexpr Case kCases[] = {
        {"good", "type: DefaultErrorHandler", 200, ResponseAction::success},
        {"redirect", "type: DefaultErrorHandler", 304, ResponseAction::success},
        {"default", "type: DefaultErrorHandler", 403, ResponseAction::fail},
        {"unknown", "type: DefaultErrorHandler", 418, ResponseAction::retry},
        {"first filter wins", kFiltered, 404, ResponseAction::ignore},
        {"filter on a good status", kFiltered, 200, ResponseAction::retry},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture;
        Response response = answered(c.status, "{}");
        const auto handler = fixture.make<ErrorHandler>(c.node).value();
        EXPECT_EQ(handler->interpret({.response = &response, .error = nullptr})->action, c.want) << c.name;
    }
}

TEST(DefaultErrorHandler, NoResponse) {
    const Error error(ErrorCode::unavailable, "connection refused");
    const ErrorResolution resolution = plain_error_handler()->interpret({.response = nullptr, .error = &error}).value();
    EXPECT_EQ(resolution.action, ResponseAction::retry);
    EXPECT_EQ(resolution.failure_type, FailureType::system_error);
}

TEST(DefaultErrorHandler, Retries) {
    testing::ComponentFixture fixture(testing::yaml("n: 2"));
    const auto retries = [&](const char* node) {
        return fixture.make<ErrorHandler>(node).value()->retries_max().value();
    };
    EXPECT_EQ(retries("type: DefaultErrorHandler"), 5);
    EXPECT_EQ(retries("{type: DefaultErrorHandler, max_retries: 0}"), 0);
    EXPECT_EQ(retries("{type: DefaultErrorHandler, max_retries: \"{{ config['n'] }}\"}"), 2);
    const auto refused = fixture.make<ErrorHandler>("{type: DefaultErrorHandler, max_retries: \"many\"}");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
