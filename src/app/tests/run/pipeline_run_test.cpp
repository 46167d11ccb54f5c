#include "run/pipeline_run.h"

#include "shop_services.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

observe::ProgressOptions silent() {
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    return options;
}

TEST(PipelineRun, ReportsEachStream) {
    const ShopServices shop;
    observe::Progress progress(silent(), [](std::string_view) {}, *shop.services->clock);
    const std::atomic<bool> is_stopping = false;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    const auto result = PipelineRun(*shop.services, shop.project, shop.pipeline(), progress).execute(request);
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->status, schedule::RunStatus::succeeded);
    ASSERT_EQ(result->streams.size(), 2U);
    EXPECT_EQ(result->streams[0].name, "items");
    EXPECT_EQ(result->streams[0].records, 2U);
    EXPECT_EQ(progress.total().records, 4U);
    EXPECT_EQ(progress.total().pages, 2U);
}

TEST(PipelineRun, StopsWhenItIsTold) {
    const ShopServices shop;
    observe::Progress progress(silent(), [](std::string_view) {}, *shop.services->clock);
    const std::atomic<bool> is_stopping = true;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    const auto result = PipelineRun(*shop.services, shop.project, shop.pipeline(), progress).execute(request);
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->status, schedule::RunStatus::cancelled);
    EXPECT_LE(shop.shop.request_count(), 1U);
}

TEST(PipelineRun, AWrongConfigurationEndsItBeforeARequest) {
    const ShopServices shop;
    Pipeline pipeline = shop.pipeline();
    pipeline.config = Json::object();
    observe::Progress progress(silent(), [](std::string_view) {}, *shop.services->clock);
    const std::atomic<bool> is_stopping = false;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    const auto result = PipelineRun(*shop.services, shop.project, pipeline, progress).execute(request);
    EXPECT_FALSE(result);
    EXPECT_EQ(shop.shop.request_count(), 0U);
}

}  // namespace
}  // namespace levada::app
