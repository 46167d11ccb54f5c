#include "run/run_windows.h"

#include "run/one_run.h"
#include "run/time_span.h"
#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/base/time.h"
#include "levada/delivery/batch_writer.h"
#include "levada/schedule/run_store.h"

namespace levada::app {
namespace {

Instant day(const std::string& text) {
    return parse_time(text).value();
}

TEST(RunWindows, AreKeptByRun) {
    const ShopServices shop;
    EXPECT_TRUE(run_window(*shop.services, "r1")->is_open());
    ASSERT_TRUE(keep_run_window(*shop.services, "r1", {day("2026-01-01"), day("2026-01-02")}, {"items"}));
    const auto window = run_window(*shop.services, "r1");
    ASSERT_TRUE(window.has_value());
    EXPECT_EQ(window->from, day("2026-01-01"));
    EXPECT_EQ(window->to, day("2026-01-02"));
    EXPECT_EQ(run_window_streams(*shop.services, "r1").value(), std::vector<std::string>{"items"});
    EXPECT_TRUE(run_window_streams(*shop.services, "r2").value().empty());
}

TEST(CutWindows, CoverTheTimeOnce) {
    const auto windows = cut_windows(day("2026-01-01"), day("2026-01-08"), std::chrono::hours(72));
    ASSERT_TRUE(windows.has_value());
    ASSERT_EQ(windows->size(), 3U);
    EXPECT_EQ((*windows)[1].from, day("2026-01-04"));
    EXPECT_EQ((*windows)[1].to, day("2026-01-07"));
    EXPECT_EQ((*windows)[2].to, day("2026-01-08")) << "the last one is shorter";
    EXPECT_EQ(cut_windows(day("2026-01-01"), day("2026-01-08"), std::chrono::seconds(1)).error().code(),
              ErrorCode::invalid_config);
}

TEST(MissingParts, AreWhatNoWindowThatWasReadCovers) {
    // Goal: windows of any length and in any order, next to each other, over each other, with gaps.
    const ShopServices shop;
    for (const auto& [from, to] : {std::pair("2026-01-05", "2026-01-06"),
                                   std::pair("2026-01-01", "2026-01-02"),
                                   std::pair("2026-01-02", "2026-01-04"),
                                   std::pair("2026-01-02", "2026-01-03")}) {
        ASSERT_TRUE(keep_filled(*shop.services, "shop", "items", {day(from), day(to)}));
    }
    struct Case {
        const char* from;
        const char* to;
        const char* stream;
        const char* want;
    };
    const Case cases[] = {
        {"2026-01-01", "2026-01-04", "items", ""},
        {"2026-01-02", "2026-01-03", "items", ""},
        {"2026-01-02", "2026-01-05", "items", "04-05 "},
        {"2025-12-30", "2026-01-09", "items", "30-01 04-05 06-09 "},
        {"2026-01-04", "2026-01-05", "items", "04-05 "},
        {"2026-01-01", "2026-01-04", "shops", "01-04 "},
    };
    for (const Case& c : cases) {
        std::string found;
        const FilledTime filled = filled_time(*shop.services, "shop", c.stream).value();
        for (const airbyte::ReadWindow& part : missing_parts(filled, {day(c.from), day(c.to)})) {
            found += format_utc(*part.from, 0).substr(8, 2) + "-" + format_utc(*part.to, 0).substr(8, 2) + " ";
        }
        EXPECT_EQ(found, c.want) << c.stream << " " << c.from << " " << c.to;
    }
}

class CutOffBackfills : public ::testing::Test {
protected:
    /// A backfill of items and shops over one day that was killed after the end of items, which was `outcome`.
    void kill_backfill(const char* from, const char* to, StreamOutcome outcome) {
        const auto run = store_.begin({.pipeline = "shop", .trigger = schedule::RunTrigger::backfill});
        ASSERT_TRUE(run);
        ASSERT_TRUE(keep_run_window(*shop_.services, run->id, {day(from), day(to)}, {"items", "shops"}));
        BatchWriter writer(
            *shop_.services->queue, *shop_.services->clock, {.topic = "shop.items", .run = run->id, .stream = "items"});
        ASSERT_TRUE(writer.begin(Json()));
        ASSERT_TRUE(writer.end(outcome));
    }

    /// The begin of what is missing of the first two days.
    Instant missing_from(const char* stream) {
        const auto missing =
            missing_parts(filled_time(*shop_.services, "shop", stream).value(), {day("2026-01-01"), day("2026-01-03")});
        EXPECT_EQ(missing.size(), 1U);
        return missing.empty() ? Instant() : missing.front().from.value_or(Instant());
    }

    ShopServices shop_;
    schedule::RunStore store_{*shop_.services->metadata, *shop_.services->clock};
};

TEST_F(CutOffBackfills, CountWhereTheirEndIsInTheQueue) {
    // Goal: a program that died after a stream's end, and before it noted that, does not read the window again.
    kill_backfill("2026-01-01", "2026-01-02", StreamOutcome::complete);
    kill_backfill("2026-01-02", "2026-01-03", StreamOutcome::incomplete);
    ASSERT_TRUE(settle_cut_off_backfills(*shop_.services, "shop"));
    EXPECT_EQ(missing_from("items"), day("2026-01-01")) << "the runs have not ended yet";
    ASSERT_TRUE(store_.close_interrupted());
    ASSERT_TRUE(settle_cut_off_backfills(*shop_.services, "shop"));
    EXPECT_EQ(missing_from("items"), day("2026-01-02"));
    EXPECT_EQ(missing_from("shops"), day("2026-01-01"));
}

TEST_F(CutOffBackfills, CountWhenTheQueueHasForgottenThem) {
    // Goal: the next run of any kind notes them, before what it loads makes the queue drop what is old.
    kill_backfill("2026-01-01", "2026-01-02", StreamOutcome::complete);
    ASSERT_TRUE(store_.close_interrupted());
    Arguments arguments;
    arguments.set("quiet", "");
    CommandRuns runs(*shop_.services, shop_.project, shop_.process.process, arguments);
    const std::atomic<bool> is_ending = false;
    ASSERT_TRUE(runs.run({shop_.pipeline()}, is_ending));
    EXPECT_EQ(missing_from("items"), day("2026-01-02"));
}

TEST_F(CutOffBackfills, OfRunsThatAreNotKnownAnyMoreAreForgotten) {
    ASSERT_TRUE(keep_run_window(*shop_.services, "r0", {day("2026-01-01"), day("2026-01-02")}, {"items"}));
    ASSERT_TRUE(settle_cut_off_backfills(*shop_.services, "shop"));
    EXPECT_TRUE(run_window(*shop_.services, "r0")->is_open());
}

}  // namespace
}  // namespace levada::app
