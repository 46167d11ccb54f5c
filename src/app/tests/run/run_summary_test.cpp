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

TEST(RunSummary, OneIsNoPlural) {
    schedule::Run run;
    run.id = "r1";
    run.pipeline = "shop";
    run.status = schedule::RunStatus::succeeded;
    schedule::StreamReport one;
    one.records = 1;
    one.pages = 1;
    one.bytes = 1;
    run.streams = {one};
    EXPECT_EQ(summary_of(run), "run r1 of shop: succeeded, 1 stream, 1 record, 1 page, 1 B");
}

TEST(RunSummary, SaysHowToGoOn) {
    struct Case {
        schedule::RunStatus status;
        const char* want;
    };
    constexpr Case kCases[] = {
        {schedule::RunStatus::succeeded, ""},
        {schedule::RunStatus::partial, "Next: levada runs show r1\n      levada runs retry r1\n"},
        {schedule::RunStatus::failed, "Next: levada runs show r1\n      levada runs retry r1\n"},
        {schedule::RunStatus::cancelled, "Next: levada runs retry r1\n"},
    };
    for (const Case& c : kCases) {
        schedule::Run run;
        run.id = "r1";
        run.status = c.status;
        EXPECT_EQ(next_step_of(run), c.want) << "status: " << to_string(c.status);
    }
}

TEST(RunSummary, DeadLettersAreTold) {
    schedule::Run run;
    run.id = "r1";
    run.status = schedule::RunStatus::succeeded;
    run.streams.resize(2);
    run.streams[0].dead_letters = 2;
    run.streams[1].dead_letters = 1;
    EXPECT_EQ(next_step_of(run), "3 dead letters: levada dlq ls --run r1\n");
}

TEST(RunSummary, ExitCodes) {
    EXPECT_EQ(exit_code_of(schedule::RunStatus::succeeded), ExitCode::success);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::partial), ExitCode::partial);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::failed), ExitCode::handled_failure);
    EXPECT_EQ(exit_code_of(schedule::RunStatus::cancelled), ExitCode::try_again);
}

}  // namespace
}  // namespace levada::app
