#include "run/replay_clock.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(ReplayClock, IsMovedByWaitsAndByHand) {
    ReplayClock clock;
    clock.set(Instant(std::chrono::seconds(100)));
    const Monotonic before = clock.monotonic();
    clock.sleep_for(std::chrono::seconds(5));
    EXPECT_EQ(clock.now(), Instant(std::chrono::seconds(105)));
    EXPECT_EQ(clock.monotonic() - before, std::chrono::seconds(5));
    clock.set(Instant(std::chrono::seconds(7)));
    EXPECT_EQ(clock.now(), Instant(std::chrono::seconds(7)));
    EXPECT_EQ(clock.monotonic() - before, std::chrono::seconds(5)) << "the monotonic clock never goes back";
}

}  // namespace
}  // namespace levada::app
