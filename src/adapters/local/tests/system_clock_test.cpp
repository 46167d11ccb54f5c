#include "levada/adapters/system_clock.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(SystemClock, GoesOnAndWaits) {
    // Goal: UTC is that of this century, the monotonic clock counts what was slept, and a wait below zero is none.
    SystemClock clock;
    EXPECT_GT(clock.now(), Instant(std::chrono::hours(24 * 365 * 50)));
    const Monotonic before = clock.monotonic();
    clock.sleep_for(std::chrono::milliseconds(2));
    EXPECT_GE(clock.monotonic() - before, std::chrono::milliseconds(2));
    clock.sleep_for(std::chrono::hours(-1));
}

}  // namespace
}  // namespace levada
