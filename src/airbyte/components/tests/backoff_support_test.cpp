#include "backoff_support.h"

#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(BackoffSupport, WaitCapMustBeANumber) {
    testing::ComponentFixture fixture;
    const auto made = fixture.make<BackoffStrategy>(
        "{type: WaitTimeFromHeader, header: A, max_waiting_time_in_seconds: \"{{ config['x'] }}\"}");
    ASSERT_FALSE(made);
    EXPECT_TRUE(is_traced(made.error()));
    EXPECT_EQ(failure_type_of(made.error()), FailureType::system_error);
}

TEST(BackoffSupport, NumberInHeader) {
    Response response = answered(429, "", {{"A", "3"}});
    const Attempt attempt{.response = &response, .error = nullptr};
    EXPECT_EQ(number_in_header(attempt, "a", std::nullopt).value(), 3.0);
    EXPECT_EQ(number_in_header({}, "a", std::nullopt).value(), std::nullopt);
    EXPECT_FALSE(number_in_header(attempt, "a", "("));
}

TEST(BackoffSupport, UniformStaysInside) {
    for (int i = 0; i < 100; ++i) {
        const double value = uniform_between(2, 3);
        EXPECT_GE(value, 2);
        EXPECT_LE(value, 3);
    }
}

}  // namespace
}  // namespace levada::airbyte
