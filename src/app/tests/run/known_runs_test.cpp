#include "run/known_runs.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(RunOf, FindsTheRunThatAUserMeans) {
    testing::MemoryMetadata metadata;
    testing::ManualClock clock;
    schedule::RunStore runs(metadata, clock);
    const std::string first = runs.begin({.pipeline = "shop"})->id;
    clock.advance(std::chrono::seconds(1));
    const std::string second = runs.begin({.pipeline = "shop"})->id;
    struct Case {
        const char* name;
        std::string text;
        std::string want;
    };
    const Case cases[] = {
        {"nothing is the newest", "", second},
        {"last is the newest", "last", second},
        {"the whole id", first, first},
        {"its end", first.substr(first.size() - 8), first},
        {"its begin", second.substr(0, 16), second},
    };
    for (const Case& c : cases) {
        const auto run = run_of(runs, c.text);
        ASSERT_TRUE(run.has_value()) << "case: " << c.name << ": " << run.error().to_string();
        EXPECT_EQ(run->id, c.want) << "case: " << c.name;
    }
    EXPECT_EQ(run_of(runs, "2").error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(run_of(runs, "x").error().code(), ErrorCode::not_found);
    EXPECT_EQ(run_of(runs, "x").error().hint(), "levada runs ls");
}

TEST(LookAtMetadata, SaysThatNothingRan) {
    const testing::TempDir folder;
    Project project;
    project.state_folder = folder.path();
    const auto metadata = look_at_metadata(project);
    ASSERT_FALSE(metadata.has_value());
    EXPECT_EQ(metadata.error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::app
