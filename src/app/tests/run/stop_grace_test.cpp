#include "run/stop_grace.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::app {
namespace {

TEST(StopGrace, IsNeverOverBeforeTheRunShallEnd) {
    testing::ManualClock clock;
    const std::atomic<bool> is_stopping = false;
    StopGrace grace(clock, is_stopping);
    clock.advance(kStopGrace * 2);
    EXPECT_FALSE(grace.is_over());
}

TEST(StopGrace, CountsFromTheFirstTimeItWasAsked) {
    testing::ManualClock clock;
    std::atomic<bool> is_stopping = false;
    StopGrace grace(clock, is_stopping);
    clock.advance(kStopGrace * 2);
    is_stopping = true;
    EXPECT_FALSE(grace.is_over());
    clock.advance(kStopGrace - std::chrono::nanoseconds(1));
    EXPECT_FALSE(grace.is_over());
    clock.advance(std::chrono::nanoseconds(1));
    EXPECT_TRUE(grace.is_over());
}

}  // namespace
}  // namespace levada::app
