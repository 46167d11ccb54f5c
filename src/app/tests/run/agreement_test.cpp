#include "run/agreement.h"

#include "run/loading.h"
#include "run/pipeline_run.h"
#include "shop_project.h"
#include "shop_services.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace levada::app {
namespace {

/// The shop after two runs, and what a loss of one of its folders does to the next.
class Agreement : public ::testing::Test {
protected:
    Agreement() {
        for (int i = 0; i < 2; ++i) {
            RecordedProcess process;
            EXPECT_TRUE(shop.run(process, {"run", "--quiet"}));
        }
        request_count = shop.request_count();
    }
    std::filesystem::path state() const { return std::filesystem::path(shop.path()) / ".levada"; }
    std::string wrong(const std::vector<std::string>& words) {
        RecordedProcess process;
        const auto done = shop.run(process, words);
        return done ? (*done == ExitCode::success ? "" : process.error()) : done.error().to_string();
    }
    /// The next run says `cause` before it asks for anything.
    void expect_stopped(const std::string& cause) {
        const std::string error = wrong({"run", "--quiet"});
        EXPECT_NE(error.find(cause), std::string::npos) << error;
        EXPECT_EQ(shop.request_count(), request_count) << "nothing may be read before they agree";
    }

    ShopProject shop;
    std::size_t request_count = 0;
};

TEST_F(Agreement, ALakeThatIsGoneStopsTheRunUntilAReplayMadeItAnew) {
    std::filesystem::remove_all(state() / "lake");
    expect_stopped("not_found: the stream's table is gone");
    expect_stopped("levada replay shop --stream items");
    EXPECT_FALSE(std::filesystem::exists(state() / "lake"));
    EXPECT_EQ(wrong({"replay", "shop"}), "");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
    EXPECT_EQ(wrong({"run", "--quiet"}), "");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
}

TEST_F(Agreement, ALakeThatIsGoneIsReadAgainAfterAReset) {
    std::filesystem::remove_all(state() / "lake");
    EXPECT_EQ(wrong({"state", "reset", "shop"}), "");
    EXPECT_EQ(wrong({"run", "--quiet"}), "");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
}

TEST_F(Agreement, AReplayMakesNoTableThatLacksRuns) {
    std::filesystem::remove_all(state() / "lake");
    std::filesystem::remove_all(state() / "objects" / "raw" / "shop" / "items");
    const std::string error = wrong({"replay", "shop"});
    EXPECT_NE(error.find("the raw zone has no responses of 2 runs that gave records"), std::string::npos) << error;
    EXPECT_FALSE(std::filesystem::exists(state() / "lake" / "shop" / "items"));
    EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
}

TEST_F(Agreement, AQueueThatIsGoneStopsTheRunUntilAReset) {
    std::filesystem::remove_all(state() / "queue");
    expect_stopped("corruption: the queue ends before what the table has loaded");
    EXPECT_EQ(wrong({"state", "reset", "shop"}), "");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(wrong({"run", "--quiet"}), "");
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
    }
}

TEST_F(Agreement, AMetadataThatIsGoneStopsTheRunUntilAReset) {
    for (const char* name : {"metadata.sqlite", "metadata.sqlite-wal", "metadata.sqlite-shm"}) {
        std::filesystem::remove(state() / name);
    }
    expect_stopped("corruption: the metadata knows nothing of a stream that has a table");
    EXPECT_EQ(wrong({"state", "reset", "shop"}), "");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(wrong({"run", "--quiet"}), "");
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.items"), "2");
        EXPECT_EQ(shop.cell("SELECT count(*) FROM shop.shops"), "2");
    }
}

TEST_F(Agreement, ARawZoneThatIsGoneStopsTheRunUntilThatIsAccepted) {
    std::filesystem::remove_all(state() / "objects");
    expect_stopped("not_found: the raw zone has lost the responses of the run before this one");
    EXPECT_EQ(wrong({"run", "--quiet", "--accept-lost-raw"}), "");
    EXPECT_EQ(wrong({"run", "--quiet"}), "");
}

TEST(AgreementOfOneStream, AReplayThatWasKilledBeforeItSaidSoIsMadeUpFor) {
    const ShopServices shop;
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::silent;
    observe::Progress progress(options, [](std::string_view) {}, *shop.services->clock);
    const std::atomic<bool> is_stopping = false;
    RunRequest request;
    request.run_id = "r1";
    request.is_stopping = &is_stopping;
    ASSERT_TRUE(PipelineRun(*shop.services, shop.project, shop.pipeline(), progress).execute(request));
    const LoadTarget target = target_of(shop.project, shop.pipeline(), "shops");
    const std::int64_t generation = standing_of(*shop.services->engine, *shop.services->clock, target)->generation_id;
    ASSERT_GT(generation, 0);
    ASSERT_TRUE(shop.services->metadata->put("streams", "shop.shops", Json::object({{"generation_id", Json(0)}})));
    std::vector<PlannedStream> plan(1);
    plan.front().name = "shops";
    ASSERT_TRUE(check_agreement(*shop.services, shop.project, shop.pipeline(), plan, RawCheck::waived));
    EXPECT_EQ(shop.services->metadata->get("streams", "shop.shops").value()->value.integer_or("generation_id", 0),
              generation);
}

}  // namespace
}  // namespace levada::app
