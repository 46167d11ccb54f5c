#include "serve/stop_watch.h"

#include <chrono>
#include <csignal>
#include <ctime>

#include <gtest/gtest.h>
#include <unistd.h>

namespace levada::app {
namespace {

TEST(StopWatch, SetsItsFlagOnASignal) {
    StopWatch watch;
    EXPECT_FALSE(watch.is_stopping());
    ASSERT_EQ(kill(getpid(), SIGTERM), 0);
    constexpr int kTriesMax = 3000;
    const timespec pause{0, 10'000'000};
    for (int i = 0; i < kTriesMax && !watch.is_stopping(); ++i) {
        nanosleep(&pause, nullptr);
    }
    EXPECT_TRUE(watch.is_stopping());
}

TEST(StopWatch, EndsWithoutASignal) {
    StopWatch watch;
    EXPECT_FALSE(watch.is_stopping());
}

}  // namespace
}  // namespace levada::app
