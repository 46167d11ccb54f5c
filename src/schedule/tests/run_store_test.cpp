#include "levada/schedule/run_store.h"

#include "failing_metadata.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::schedule {
namespace {

using testing::FailingMetadata;

/// Runs of two pipelines, a second apart.
class RunStoreTest : public ::testing::Test {
protected:
    schedule::Run begin(const std::string& pipeline) {
        clock_.advance(std::chrono::seconds(1));
        const auto run = store_.begin({.pipeline = pipeline});
        EXPECT_TRUE(run.has_value());
        return *run;
    }

    FailingMetadata metadata_;
    levada::testing::ManualClock clock_;
    RunStore store_{metadata_, clock_};
};

TEST_F(RunStoreTest, ARunReadsBackAsItWasWritten) {
    schedule::Run run = begin("shop");
    run.trigger = RunTrigger::retry;
    run.attempt = 3;
    run.retry_of = "r0";
    run.status = RunStatus::partial;
    run.scheduled_at = clock_.now();
    run.streams = {
        {.name = "posts", .status = RunStatus::failed, .records = 5, .pages = 1, .bytes = 99, .error = "HTTP 400"},
        {.name = "tags", .status = RunStatus::succeeded, .records = 2}};
    run.error_code = "invalid_data";
    run.error_message = "one stream failed";
    clock_.advance(std::chrono::seconds(2));
    ASSERT_TRUE(store_.finish(run));
    const auto read = store_.get(run.id);
    ASSERT_TRUE(read.has_value());
    run.ended_at = clock_.now();
    EXPECT_EQ(read->to_json(), run.to_json());
    EXPECT_EQ(read->to_json().integer_or("records", 0), 7);
    EXPECT_EQ(run.id.substr(0, 20), "20260101T000001.000Z");
}

TEST_F(RunStoreTest, ARunThatIsNotOverIsToldByItsEvents) {
    // Goal: records, pages and ends of streams are there before the run is. Method: events of four streams.
    schedule::Run run = begin("shop");
    RunJournal journal(metadata_, clock_, run.id);
    const auto ended = [](const char* outcome, int records) {
        return Json::object({{"outcome", outcome}, {"records", records}, {"pages", 3}});
    };
    const RunEvent events[] = {
        {.kind = RunEventKind::begun, .text = "all"},
        {.kind = RunEventKind::stream, .stream = "read", .text = "begun"},
        {.kind = RunEventKind::slice, .stream = "read", .facts = Json::object({{"slice", 0}, {"records", 40}})},
        {.kind = RunEventKind::slice, .stream = "read", .facts = Json::object({{"slice", 1}, {"records", 2}})},
        {.kind = RunEventKind::wait, .stream = "read", .text = "HTTP 429", .facts = Json::object({{"seconds", 9}})},
        {.kind = RunEventKind::slice, .stream = "done", .facts = Json::object({{"slice", 0}, {"records", 5}})},
        {.kind = RunEventKind::stream, .stream = "done", .text = "complete", .facts = ended("complete", 7)},
        {.kind = RunEventKind::loaded,
         .stream = "done",
         .text = "7 records written, 1 dead letters",
         .facts = Json::object({{"records", 7}, {"dead_letters", 1}})},
        {.kind = RunEventKind::stream, .stream = "broken", .text = "incomplete: no", .facts = ended("incomplete", 1)},
        {.kind = RunEventKind::stream, .stream = "refused", .text = "complete", .facts = ended("complete", 1)},
        {.kind = RunEventKind::loaded, .stream = "refused", .text = "refused: too few"},
    };
    for (const RunEvent& event : events) {
        ASSERT_TRUE(journal.add(event));
    }
    struct Case {
        const char* name;
        RunStatus status;
        std::uint64_t records;
        std::uint64_t pages;
        std::uint64_t dead_letters;
        const char* error;
    };
    const Case cases[] = {{"read", RunStatus::running, 42, 0, 0, ""},
                          {"done", RunStatus::succeeded, 7, 3, 1, ""},
                          {"broken", RunStatus::failed, 1, 3, 0, "incomplete: no"},
                          {"refused", RunStatus::failed, 1, 3, 0, "refused: too few"}};
    const auto told = store_.so_far(run);
    ASSERT_TRUE(told.has_value()) << told.error().to_string();
    ASSERT_EQ(told->streams.size(), std::size(cases));
    for (std::size_t i = 0; i < std::size(cases); ++i) {
        const StreamReport& got = told->streams[i];
        const Case& want = cases[i];
        EXPECT_EQ(got.name, want.name);
        EXPECT_EQ(got.status, want.status) << want.name;
        EXPECT_EQ(got.records, want.records) << want.name;
        EXPECT_EQ(got.pages, want.pages) << want.name;
        EXPECT_EQ(got.dead_letters, want.dead_letters) << want.name;
        EXPECT_EQ(got.error, want.error) << want.name;
    }
    ASSERT_TRUE(store_.close_interrupted());
    EXPECT_EQ(store_.so_far(*store_.get(run.id))->streams.front().status, RunStatus::failed) << "it was cut off";
    run.streams = {{.name = "own"}};
    EXPECT_EQ(store_.so_far(run)->streams.size(), 1U) << "what a run says itself counts";
}

TEST_F(RunStoreTest, List) {
    const schedule::Run one = begin("shop");
    const schedule::Run two = begin("wiki");
    schedule::Run three = begin("shop");
    three.status = RunStatus::succeeded;
    ASSERT_TRUE(store_.finish(three));
    struct Case {
        const char* name;
        RunStore::Filter filter;
        std::vector<std::string> want;
    };
    const Case cases[] = {
        {"all", {}, {three.id, two.id, one.id}},
        {"one pipeline", {.pipeline = "shop"}, {three.id, one.id}},
        {"running", {.status = RunStatus::running}, {two.id, one.id}},
        {"next page", {.before = three.id, .limit = 1}, {two.id}},
        {"none", {.pipeline = "other"}, {}},
    };
    for (const Case& c : cases) {
        const auto runs = store_.list(c.filter);
        ASSERT_TRUE(runs.has_value()) << c.name;
        std::vector<std::string> got;
        for (const schedule::Run& run : *runs) {
            got.push_back(run.id);
        }
        EXPECT_EQ(got, c.want) << "case: " << c.name;
    }
    EXPECT_EQ((*store_.last("shop"))->id, three.id);
    EXPECT_FALSE(store_.last("other")->has_value());
}

TEST_F(RunStoreTest, CloseInterrupted) {
    const schedule::Run run = begin("shop");
    const auto closed = store_.close_interrupted();
    ASSERT_TRUE(closed.has_value());
    EXPECT_EQ(*closed, 1U);
    EXPECT_EQ(store_.get(run.id)->status, RunStatus::failed);
    EXPECT_EQ(store_.get(run.id)->error_code, "cancelled");
    EXPECT_EQ(*store_.close_interrupted(), 0U);
}

TEST_F(RunStoreTest, CancelIsAskedOfARunningRunOnly) {
    schedule::Run run = begin("shop");
    EXPECT_FALSE(*store_.is_cancel_requested(run.id));
    ASSERT_TRUE(store_.request_cancel(run.id));
    EXPECT_TRUE(*store_.is_cancel_requested(run.id));
    run.status = RunStatus::cancelled;
    ASSERT_TRUE(store_.finish(run));
    EXPECT_FALSE(*store_.is_cancel_requested(run.id));
    EXPECT_EQ(store_.request_cancel(run.id).error().code(), ErrorCode::conflict);
    EXPECT_EQ(store_.request_cancel("nothing").error().code(), ErrorCode::not_found);
}

TEST_F(RunStoreTest, KeepsTheNewest) {
    std::string first;
    for (std::size_t i = 0; i < RunStore::kRunsMax + 3; ++i) {
        const schedule::Run run = begin("shop");
        first = first.empty() ? run.id : first;
    }
    schedule::Run last = begin("shop");
    last.status = RunStatus::succeeded;
    ASSERT_TRUE(store_.finish(last));
    EXPECT_EQ(store_.list({.limit = 5'000})->size(), RunStore::kRunsMax);
    EXPECT_EQ(store_.get(first).error().code(), ErrorCode::not_found);
}

TEST_F(RunStoreTest, Errors) {
    EXPECT_EQ(store_.get("nothing").error().code(), ErrorCode::not_found);
    ASSERT_TRUE(metadata_.put("runs", "broken", Json::object({{"id", "broken"}})));
    EXPECT_EQ(store_.get("broken").error().code(), ErrorCode::corruption);
    metadata_.fail_with(Error(ErrorCode::unavailable, "disk full"));
    EXPECT_EQ(store_.begin({.pipeline = "shop"}).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(store_.list({}).error().code(), ErrorCode::unavailable);
}

}  // namespace
}  // namespace levada::schedule
