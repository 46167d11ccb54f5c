#include "retry_budget.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::airbyte {
namespace {

TEST(RetryBudget, StandardDoublesAndEnds) {
    const levada::testing::ManualClock clock;
    RetryBudget budget(3, 600, clock);
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::optional<double>(1));
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::optional<double>(2));
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::optional<double>(4));
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::nullopt);
}

TEST(RetryBudget, UserWaitsOneSecondMore) {
    const levada::testing::ManualClock clock;
    RetryBudget budget(1, 600, clock);
    EXPECT_EQ(budget.next_wait(RetryKind::user_defined, 5), std::optional<double>(6));
    EXPECT_EQ(budget.next_wait(RetryKind::user_defined, 5), std::nullopt);
}

TEST(RetryBudget, OuterRepetitionStartsInnerAnew) {
    const levada::testing::ManualClock clock;
    RetryBudget budget(1, 600, clock);
    EXPECT_TRUE(budget.next_wait(RetryKind::user_defined, 1));
    EXPECT_TRUE(budget.next_wait(RetryKind::standard, 0));
    EXPECT_TRUE(budget.next_wait(RetryKind::user_defined, 1));
    EXPECT_FALSE(budget.next_wait(RetryKind::user_defined, 1));
}

TEST(RetryBudget, NoRetries) {
    const levada::testing::ManualClock clock;
    for (const std::int64_t retries : {std::int64_t{0}, std::int64_t{-3}}) {
        RetryBudget budget(retries, 600, clock);
        EXPECT_FALSE(budget.next_wait(RetryKind::rate_limited, 0)) << retries << " retries";
    }
}

TEST(RetryBudget, TimeIsLimited) {
    levada::testing::ManualClock clock;
    RetryBudget budget(100, 10, clock);
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::optional<double>(1));
    clock.advance(std::chrono::seconds(9));
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::optional<double>(1));
    clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(budget.next_wait(RetryKind::standard, 0), std::nullopt);
    EXPECT_TRUE(budget.next_wait(RetryKind::rate_limited, 0));
}

}  // namespace
}  // namespace levada::airbyte
