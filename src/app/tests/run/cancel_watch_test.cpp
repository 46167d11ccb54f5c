#include "run/cancel_watch.h"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"

namespace levada::app {
namespace {

/// True when the flag is set before the test's deadline.
bool comes(const std::atomic<bool>& flag) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!flag && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    return flag;
}

TEST(CancelWatch, SeesARequestInTheStore) {
    testing::MemoryMetadata metadata;
    const testing::ManualClock clock;
    schedule::RunStore runs(metadata, clock);
    const auto run = runs.begin({.pipeline = "shop"});
    ASSERT_TRUE(run.has_value());
    const std::atomic<bool> is_ending = false;
    const CancelWatch watch(runs, run->id, is_ending);
    EXPECT_FALSE(watch.is_stopping());
    ASSERT_TRUE(runs.request_cancel(run->id));
    EXPECT_TRUE(comes(watch.is_stopping()));
}

TEST(CancelWatch, SeesTheEndOfTheProgram) {
    testing::MemoryMetadata metadata;
    const testing::ManualClock clock;
    schedule::RunStore runs(metadata, clock);
    std::atomic<bool> is_ending = false;
    const CancelWatch watch(runs, "r1", is_ending);
    is_ending = true;
    EXPECT_TRUE(comes(watch.is_stopping()));
}

}  // namespace
}  // namespace levada::app
