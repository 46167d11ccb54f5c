#include "async_job.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::airbyte {
namespace {

TEST(AsyncJob, TimesOut) {
    levada::testing::ManualClock clock;
    WaitedTime time(clock);
    AsyncJob job(StreamSlice(), std::chrono::minutes(1), time);
    EXPECT_EQ(job.status(), JobStatus::running);
    time.wait(std::chrono::seconds(61));
    EXPECT_EQ(job.status(), JobStatus::timed_out);
}

TEST(AsyncJob, EndStopsTheTime) {
    levada::testing::ManualClock clock;
    WaitedTime time(clock);
    AsyncJob job(StreamSlice(), std::chrono::minutes(1), time);
    job.set_status(JobStatus::completed);
    time.wait(std::chrono::hours(1));
    EXPECT_EQ(job.status(), JobStatus::completed);
}

TEST(JobTracker, Room) {
    JobTracker tracker;
    levada::testing::ManualClock clock;
    const WaitedTime time(clock);
    const AsyncJob job(StreamSlice(), std::chrono::minutes(1), time);
    EXPECT_TRUE(tracker.reserve());
    EXPECT_FALSE(tracker.reserve()) << "the only place is reserved";
    tracker.add(&job);
    tracker.release();
    EXPECT_FALSE(tracker.reserve()) << "the only place is a job's";
    tracker.set_limit(2);
    EXPECT_TRUE(tracker.reserve());
    tracker.release();
    tracker.set_limit(0);
    EXPECT_FALSE(tracker.reserve());
    tracker.remove(&job);
    EXPECT_TRUE(tracker.reserve());
    tracker.release();
}

}  // namespace
}  // namespace levada::airbyte
