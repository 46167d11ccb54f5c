#include "run/run_summary.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(RunSummary, AddsUpTheStreams) {
    schedule::Run run;
    run.id = "r1";
    run.pipeline = "shop";
    run.status = schedule::RunStatus::partial;
    schedule::StreamReport one;
    one.records = 1600;
    one.pages = 20;
    one.bytes = 1500;
    run.streams = {one, one};
    EXPECT_EQ(summary_of(run), "run r1 of shop: partial, 2 streams, 3,200 records, 40 pages, 3.0 KB");
}

TEST(RunSummary, ExitCodes) {
    EXPECT_EQ(exit_code_of(schedule::RunStatus::succeeded), ExitCode::success);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::partial), ExitCode::partial);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::failed), ExitCode::handled_failure);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::cancelled), ExitCode::try_again);
}

}  // namespace
}  // namespace levada::app
