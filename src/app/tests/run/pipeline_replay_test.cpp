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

}  // namespace
}  // namespace levada::app
