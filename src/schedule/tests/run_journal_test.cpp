#include "levada/schedule/run_journal.h"

#include "failing_metadata.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::schedule {
namespace {

using testing::FailingMetadata;

TEST(RunJournal, KeepsEventsInTheirOrder) {
    FailingMetadata metadata;
    levada::testing::ManualClock clock;
    RunJournal journal(metadata, clock, "r1");
    RunJournal other(metadata, clock, "r10");
    ASSERT_TRUE(journal.add({.kind = RunEventKind::begun, .text = "by hand"}));
    ASSERT_TRUE(other.add({.kind = RunEventKind::begun, .text = "another"}));
    clock.advance(std::chrono::seconds(2));
    ASSERT_TRUE(journal.add(
        {.kind = RunEventKind::wait, .stream = "posts", .text = "HTTP 429", .facts = Json::object({{"seconds", 30}})}));
    const auto events = RunJournal::read(metadata, "r1");
    ASSERT_TRUE(events.has_value());
    ASSERT_EQ(events->size(), 2U);
    EXPECT_EQ((*events)[0].text, "by hand");
    EXPECT_EQ((*events)[1].kind, RunEventKind::wait);
    EXPECT_EQ((*events)[1].stream, "posts");
    EXPECT_EQ((*events)[1].facts.integer_or("seconds", 0), 30);
    EXPECT_EQ((*events)[1].at - (*events)[0].at, std::chrono::seconds(2));
    ASSERT_TRUE(RunJournal::remove(metadata, "r1"));
    EXPECT_TRUE(RunJournal::read(metadata, "r1")->empty());
    EXPECT_EQ(RunJournal::read(metadata, "r10")->size(), 1U);
}

TEST(RunJournal, IsBoundedAndStillTellsTheEnd) {
    FailingMetadata metadata;
    const levada::testing::ManualClock clock;
    RunJournal journal(metadata, clock, "r1");
    for (std::int64_t i = 0; i < RunJournal::kEventsMax + 7; ++i) {
        ASSERT_TRUE(journal.add({.kind = RunEventKind::attempt, .text = "HTTP 503"}));
    }
    ASSERT_TRUE(journal.add({.kind = RunEventKind::ended, .text = "failed"}));
    const auto events = RunJournal::read(metadata, "r1");
    ASSERT_TRUE(events.has_value());
    EXPECT_EQ(events->size(), static_cast<std::size_t>(RunJournal::kEventsMax) + 1);
    EXPECT_EQ(events->back().text, "failed; 7 events before it were not kept");
}

TEST(RunJournal, Errors) {
    FailingMetadata metadata;
    const levada::testing::ManualClock clock;
    RunJournal journal(metadata, clock, "r1");
    ASSERT_TRUE(metadata.put("run_events", "r1/00000000", Json::object({{"kind", "dance"}})));
    EXPECT_EQ(RunJournal::read(metadata, "r1").error().code(), ErrorCode::corruption);
    metadata.fail_with(Error(ErrorCode::unavailable, "disk full"));
    EXPECT_EQ(journal.add({}).error().code(), ErrorCode::unavailable);
}

}  // namespace
}  // namespace levada::schedule
