#include "run/run_windows.h"

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

TEST(CutOffBackfills, CountWhereTheirEndIsInTheQueue) {
    // Goal: a program that died after a stream's end, and before it noted that, does not read the window again.
    const ShopServices shop;
    schedule::RunStore store(*shop.services->metadata, *shop.services->clock);
    std::vector<std::string> ids;
    for (const StreamOutcome outcome : {StreamOutcome::complete, StreamOutcome::incomplete}) {
        const auto run = store.begin({.pipeline = "shop", .trigger = schedule::RunTrigger::backfill});
        ASSERT_TRUE(run);
        const std::string from = ids.empty() ? "2026-01-01" : "2026-01-02";
        const std::string to = ids.empty() ? "2026-01-02" : "2026-01-03";
        ASSERT_TRUE(keep_run_window(*shop.services, run->id, {day(from), day(to)}, {"items", "shops"}));
        BatchWriter writer(
            *shop.services->queue, *shop.services->clock, {.topic = "shop.items", .run = run->id, .stream = "items"});
        ASSERT_TRUE(writer.begin(Json()));
        ASSERT_TRUE(writer.end(outcome));
        ids.push_back(run->id);
    }
    ASSERT_TRUE(settle_cut_off_backfills(*shop.services, "shop"));
    const auto missing = [&shop](const char* stream) {
        return missing_parts(filled_time(*shop.services, "shop", stream).value(),
                             {day("2026-01-01"), day("2026-01-03")});
    };
    ASSERT_EQ(missing("items").size(), 1U);
    EXPECT_EQ(missing("items").front().from, day("2026-01-02"));
    EXPECT_EQ(missing("shops").front().from, day("2026-01-01"));
}

}  // namespace
}  // namespace levada::app
