#include "attempt_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::answered;

TEST(ConstantBackoffStrategy, Wait) {
    testing::ComponentFixture fixture(testing::yaml("wait: 7"));
    Response response = answered(500, "");
    const auto wait = [&](const char* node) { return testing::wait_of(fixture, node, response, 3).value(); };
    EXPECT_EQ(wait("{type: ConstantBackoffStrategy, backoff_time_in_seconds: 2.5}"), 2.5);
    EXPECT_EQ(wait("{type: ConstantBackoffStrategy, backoff_time_in_seconds: \"{{ config['wait'] }}\"}"), 7.0);
    const std::optional<double> spread =
        wait("{type: ConstantBackoffStrategy, backoff_time_in_seconds: 10, jitter_range_in_seconds: 1}");
    EXPECT_GE(spread.value(), 10.0);
    EXPECT_LE(spread.value(), 12.0);
}

TEST(ConstantBackoffStrategy, NegativeJitter) {
    testing::ComponentFixture fixture;
    const auto made = fixture.make<BackoffStrategy>(
        "{type: ConstantBackoffStrategy, backoff_time_in_seconds: 1, jitter_range_in_seconds: -1}");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::airbyte
