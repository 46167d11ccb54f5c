#include "run/pipeline_replay.h"

#include "run/pipeline_run.h"
#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

TEST(PipelineReplay, TakesTheNewestWholeRunOfAnOverwrittenStream) {
    ShopServices shop;
    const std::atomic<bool> is_stopping = false;
    schedule::RunStore store(*shop.services->metadata, *shop.services->clock);
    for (int i = 0; i < 2; ++i) {
        // The second run's shops fail: the first one is the newest whole.
        shop.shop.is_refusing_shops = i == 1;
        observe::ProgressOptions options;
        options.mode = observe::ProgressMode::silent;
        observe::Progress progress(options, [](std::string_view) {}, *shop.services->clock);
        RunRequest request;
        request.run_id = store.begin({.pipeline = "shop"})->id;
        request.is_stopping = &is_stopping;
        ASSERT_TRUE(PipelineRun(*shop.services, shop.project, shop.pipeline(), progress).execute(request));
    }
    const std::size_t before = shop.shop.request_count();
    ReplayOrder order;
    order.run_id = "20300101T000000.000Z-replay";
    order.runs = list_raw_runs(*shop.services->objects, "shop").value();
    order.is_stopping = &is_stopping;
    ASSERT_EQ(order.runs.size(), 2U);
    const auto result = PipelineReplay(*shop.services, shop.project, shop.pipeline()).execute(order);
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->status, schedule::RunStatus::succeeded)
        << result->streams[0].error << " | " << result->streams[1].error;
    ASSERT_EQ(result->streams.size(), 2U);
    EXPECT_EQ(result->streams[1].records, 2U);
    EXPECT_EQ(shop.shop.request_count(), before);
}

TEST(PipelineReplay, ReadsNoMoreThanTheTablesTake) {
    // Goal: what a replay reads does not gather without limit: where the tables take nothing, it waits, then gives up.
    ShopServices shop;
    const std::string city(std::size_t{5} << 20, 'x');  // more than a batch
    const testing::LoopbackServer api([&city](const std::string& /*request*/) {
        return testing::LoopbackServer::ok("[{\"id\":1,\"city\":\"" + city + "\"},{\"id\":2,\"city\":\"" + city +
                                           "\"}]");
    });
    shop.project.pipelines.front().config.set("base_url", api.url());
    const std::atomic<bool> is_stopping = false;
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    observe::Progress progress(options, [](std::string_view) {}, *shop.services->clock);
    schedule::RunStore store(*shop.services->metadata, *shop.services->clock);
    RunRequest request;
    request.run_id = store.begin({.pipeline = "shop"})->id;
    request.streams = {"shops"};
    request.is_stopping = &is_stopping;
    ASSERT_TRUE(PipelineRun(*shop.services, shop.project, shop.pipeline(), progress).execute(request));
    const std::filesystem::path lake = shop.project.state_folder / "lake";
    std::filesystem::rename(lake, lake.string() + ".away");
    ASSERT_TRUE(write_file_atomically(lake, "no folder"));
    shop.project.settings.backlog = {.stream_size_bytes_max = 1, .total_size_bytes_max = 1, .commit_size_bytes = 1};
    shop.project.settings.refused_for_max = std::chrono::seconds(0);
    ReplayOrder order;
    order.run_id = "20300101T000000.000Z-replay";
    order.streams = {"shops"};
    order.runs = list_raw_runs(*shop.services->objects, "shop").value();
    order.is_stopping = &is_stopping;
    const auto result = PipelineReplay(*shop.services, shop.project, shop.pipeline()).execute(order);
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->status, schedule::RunStatus::failed);
    EXPECT_NE(result->streams[0].error.find("took nothing"), std::string::npos) << result->streams[0].error;
    // Nothing was changed: with its lake again, the table is as it was.
    std::filesystem::remove(lake);
    std::filesystem::rename(lake.string() + ".away", lake);
    order.run_id = "20300101T000001.000Z-replay";
    const auto again = PipelineReplay(*shop.services, shop.project, shop.pipeline()).execute(order);
    ASSERT_TRUE(again) << again.error().to_string();
    EXPECT_EQ(again->streams[0].error, "");
}

}  // namespace
}  // namespace levada::app
