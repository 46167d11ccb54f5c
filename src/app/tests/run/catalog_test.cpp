#include "run/catalog.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

const Json& catalog() {
    static const Json kCatalog = parse_json(R"({"streams": [
        {"name": "posts", "json_schema": {"type": "object"}, "supported_sync_modes": ["full_refresh", "incremental"],
         "source_defined_primary_key": [["id"]], "default_cursor_field": ["modified"]},
        {"name": "logs", "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
        {"name": "users", "json_schema": {}, "supported_sync_modes": ["full_refresh"],
         "source_defined_primary_key": [["id"]]},
        {"name": "tags", "json_schema": {}, "supported_sync_modes": ["full_refresh"],
         "source_defined_primary_key": [["a", "b"]]}]})")
                                     .value();
    return kCatalog;
}

TEST(PlanStreams, TakesWhatEachStreamCanDoBest) {
    const auto plan = plan_streams(catalog(), Pipeline(), "");
    ASSERT_TRUE(plan) << plan.error().to_string();
    struct Want {
        const char* name;
        bool is_incremental;
        const char* mode;
        std::size_t key_size;
    };
    constexpr Want kWants[] = {{"posts", true, "append_dedup", 1},
                               {"logs", true, "append", 0},
                               {"users", false, "overwrite", 1},
                               {"tags", false, "overwrite", 0}};
    ASSERT_EQ(plan->size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ((*plan)[i].name, kWants[i].name);
        EXPECT_EQ((*plan)[i].is_incremental, kWants[i].is_incremental) << kWants[i].name;
        EXPECT_EQ((*plan)[i].destination_sync_mode, kWants[i].mode) << kWants[i].name;
        EXPECT_EQ((*plan)[i].primary_key.size(), kWants[i].key_size) << kWants[i].name;
    }
    EXPECT_EQ(configured_catalog(catalog(), *plan).find("streams")->as_array()[0].find("cursor_field")->dump(),
              R"(["modified"])");
}

TEST(PlanStreams, IncrementalByChoiceOnly) {
    // Goal: a tap that does not say how its stream is read is read in full, and in part where its user says so.
    const Json tap =
        parse_json(R"({"streams": [{"name": "points", "json_schema": {}, "default_sync_mode": "full_refresh",
        "supported_sync_modes": ["full_refresh", "incremental"]}]})")
            .value();
    EXPECT_FALSE(plan_streams(tap, Pipeline(), "").value().front().is_incremental);
    Pipeline pipeline;
    StreamChoice choice;
    choice.name = "points";
    choice.sync_mode = "incremental";
    pipeline.streams.push_back(choice);
    EXPECT_TRUE(plan_streams(tap, pipeline, "").value().front().is_incremental);
}

TEST(PlanStreams, FollowsTheProjectAndTheCommandLine) {
    Pipeline pipeline;
    StreamChoice choice;
    choice.name = "users";
    choice.destination_sync_mode = "append";
    pipeline.streams.push_back(choice);
    EXPECT_EQ(plan_streams(catalog(), pipeline, "").value().size(), 1U);
    EXPECT_EQ(plan_streams(catalog(), pipeline, "").value()[0].destination_sync_mode, "append");
    EXPECT_EQ(plan_streams(catalog(), pipeline, "posts").value()[0].name, "posts");
}

TEST(PlanStreams, RefusesWhatCannotBe) {
    const auto with = [](const std::string& name, const std::string& sync, const std::string& destination) {
        Pipeline pipeline;
        StreamChoice choice;
        choice.name = name;
        choice.sync_mode = sync;
        choice.destination_sync_mode = destination;
        pipeline.streams.push_back(choice);
        return plan_streams(catalog(), pipeline, "").error().message();
    };
    EXPECT_EQ(with("post", "", ""), "there is no stream \"post\"; did you mean \"posts\"?");
    EXPECT_NE(with("users", "incremental", "").find("cannot be read incrementally"), std::string::npos);
    EXPECT_NE(with("logs", "", "append_dedup").find("no primary key"), std::string::npos);
    EXPECT_EQ(plan_streams(catalog(), Pipeline(), "zzzzzzz").error().code(), ErrorCode::invalid_config);
}

}  // namespace
}  // namespace levada::app
