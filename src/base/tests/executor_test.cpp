#include "levada/base/executor.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(ThreadExecutor, RunsAllWorkOnItsThreads) {
    ThreadExecutor executor(3, 1'000);
    std::atomic<int> left{100};
    std::promise<void> done;
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(executor.submit([&] {
            if (--left == 0) {
                done.set_value();
            }
        }));
    }
    EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
}

TEST(ThreadExecutor, TakesNoMoreThanItsQueueHolds) {
    std::promise<void> entered;
    std::promise<void> release;
    std::future<void> released = release.get_future();
    ThreadExecutor executor(1, 2);
    ASSERT_TRUE(executor.submit([&] {
        entered.set_value();
        released.wait();
    }));
    entered.get_future().wait();
    EXPECT_TRUE(executor.submit([] {}));
    EXPECT_TRUE(executor.submit([] {}));
    EXPECT_FALSE(executor.submit([] {}));
    release.set_value();
}

}  // namespace
}  // namespace levada
