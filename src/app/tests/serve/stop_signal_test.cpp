#include "serve/stop_signal.h"

#include <csignal>

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(StopSignal, TakesWhatWasSentToTheProcess) {
    StopSignal stop;
    EXPECT_EQ(stop.wait_for(1), 0);
    ASSERT_EQ(raise(SIGTERM), 0);
    EXPECT_EQ(stop.wait(), SIGTERM);
    ASSERT_EQ(raise(SIGINT), 0);
    EXPECT_EQ(stop.wait_for(10'000), SIGINT);
}

}  // namespace
}  // namespace levada::app
