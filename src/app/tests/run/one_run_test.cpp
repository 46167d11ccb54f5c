#include "run/one_run.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/schedule/run_journal.h"

namespace levada::app {
namespace {

TEST(CommandRuns, KeepsWhatBecameOfARun) {
    ShopServices shop;
    Arguments arguments;
    arguments.set("quiet", "");
    CommandRuns runs(*shop.services, shop.project, shop.process.process, arguments);
    const std::atomic<bool> is_ending = false;
    RunOrder order{shop.pipeline()};
    order.streams = {"items"};
    order.trigger = schedule::RunTrigger::retry;
    order.attempt = 2;
    order.retry_of = "r0";
    const auto run = runs.run(order, is_ending);
    ASSERT_TRUE(run) << run.error().to_string();
    EXPECT_EQ(run->status, schedule::RunStatus::succeeded);
    EXPECT_EQ(run->attempt, 2);
    EXPECT_EQ(run->retry_of, "r0");
    ASSERT_EQ(run->streams.size(), 1U);
    EXPECT_NE(shop.process.out().find("of shop: succeeded, 1 stream, 2 records"), std::string::npos);
    const auto events = schedule::RunJournal::read(*shop.services->metadata, run->id);
    ASSERT_TRUE(events.has_value());
    std::vector<std::string> kinds;
    for (const schedule::RunEvent& event : *events) {
        if (kinds.empty() || kinds.back() != to_string(event.kind)) {  // A stream may have several slices.
            kinds.emplace_back(to_string(event.kind));
        }
    }
    EXPECT_EQ(kinds, std::vector<std::string>({"begun", "stream", "slice", "stream", "loaded", "ended"}));
}

TEST(CommandRuns, ARunThatCannotBeginIsKeptAsFailed) {
    ShopServices shop;
    const Arguments arguments;
    Pipeline pipeline = shop.pipeline();
    pipeline.config = Json::object();
    CommandRuns runs(*shop.services, shop.project, shop.process.process, arguments);
    const std::atomic<bool> is_ending = false;
    EXPECT_FALSE(runs.run({pipeline}, is_ending));
    schedule::RunStore store(*shop.services->metadata, *shop.services->clock);
    EXPECT_EQ(store.last("shop").value()->status, schedule::RunStatus::failed);
}

}  // namespace
}  // namespace levada::app
