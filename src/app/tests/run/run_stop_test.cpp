#include "run/run_stop.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunStop, IsOverWhenToldOrGivenUp) {
    std::atomic<bool> is_told = false;
    RunStop stop(is_told);
    EXPECT_FALSE(stop.is_over());
    is_told = true;
    EXPECT_TRUE(stop.is_over());
    EXPECT_FALSE(stop.is_given_up());
    EXPECT_EQ(stop.cause(), "");
    is_told = false;
    stop.give_up("the disk is full");
    stop.give_up("what follows from that");
    EXPECT_TRUE(stop.is_over());
    EXPECT_TRUE(stop.is_given_up());
    EXPECT_EQ(stop.cause(), "the disk is full") << "the first cause";
}

}  // namespace
}  // namespace levada::app
