#include "levada/adapters/system_clock.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(SystemClock, GoesOnAndNeverBack) {
    // Goal: UTC is that of this century, the monotonic clock counts what was slept, and a wait below zero is none.
    SystemClock clock;
    const Monotonic before = clock.monotonic();
    clock.sleep_for(std::chrono::milliseconds(1));
    EXPECT_GE(clock.monotonic() - before, std::chrono::milliseconds(1));
    clock.sleep_for(std::chrono::nanoseconds(-5));
    EXPECT_GT(clock.now().time_since_epoch(), std::chrono::hours(24 * 365 * 50));
}

TEST(FixedClock, StandsStillButForDeadlines) {
    // Goal: the date never moves and a wait costs nothing; monotonic time goes on.
    const Instant when(std::chrono::seconds(1000));
    FixedClock clock(when);
    clock.sleep_for(std::chrono::hours(1000));
    EXPECT_EQ(clock.now(), when);
    EXPECT_GE(clock.monotonic(), clock.monotonic() - std::chrono::nanoseconds(1));
}

}  // namespace
}  // namespace levada
