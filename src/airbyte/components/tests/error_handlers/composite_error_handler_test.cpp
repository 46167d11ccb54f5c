#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

constexpr const char* kNode =
    "type: CompositeErrorHandler\nerror_handlers:\n"
    "  - type: DefaultErrorHandler\n    max_retries: 2\n"
    "    backoff_strategies: [{type: ConstantBackoffStrategy, backoff_time_in_seconds: 1}]\n"
    "    response_filters: [{type: HttpResponseFilter, action: FAIL, http_codes: [404]}]\n"
    "  - type: DefaultErrorHandler\n    max_retries: 9\n"
    "    backoff_strategies: [{type: ConstantBackoffStrategy, backoff_time_in_seconds: 2}]\n"
    "    response_filters: [{type: HttpResponseFilter, action: IGNORE, http_codes: [404]}]\n";

TEST(CompositeErrorHandler, FailureLeavesTheWordToTheNext) {
    testing::ComponentFixture fixture;
    const auto handler = fixture.make<ErrorHandler>(kNode).value();
    Response missing = answered(404, "{}");
    EXPECT_EQ(handler->interpret({.response = &missing, .error = nullptr})->action, ResponseAction::ignore);
    Response forbidden = answered(403, "{}");
    EXPECT_EQ(handler->interpret({.response = &forbidden, .error = nullptr})->action, ResponseAction::fail);
    EXPECT_EQ(handler->retries_max().value(), 2);
    EXPECT_EQ(handler->seconds_max(), 600);
    EXPECT_EQ(handler->backoff_strategies().size(), 2U);
}

TEST(CompositeErrorHandler, NeedsOne) {
    testing::ComponentFixture fixture;
    const auto made = fixture.make<ErrorHandler>("{type: CompositeErrorHandler, error_handlers: []}");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
