#include "run/known_runs.h"
#include "shop_project.h"

#include <gtest/gtest.h>

#include "levada/adapters/project_lock.h"
#include "levada/adapters/system_clock.h"

namespace levada::app {
namespace {

TEST(RunsCancelCommand, AsksTheProcessThatRunsItAndClosesWhatADeadOneLeft) {
    ShopProject shop;
    RecordedProcess run;
    ASSERT_TRUE(shop.run(run, {"run", "--quiet"}));
    const Project project = load_project(shop.path(), {}).value();
    const auto metadata = look_at_metadata(project);
    ASSERT_TRUE(metadata.has_value());
    const SystemClock clock;
    schedule::RunStore runs(**metadata, clock);
    RecordedProcess ended;
    EXPECT_EQ(exit_code_of(shop.run(ended, {"runs", "cancel", "last"}).error()), ExitCode::configuration);
    const std::string id = runs.begin({.pipeline = "shop"})->id;
    {
        const auto lock = ProjectLock::acquire(project.state_folder);
        ASSERT_TRUE(lock.has_value());
        RecordedProcess beside;
        ASSERT_TRUE(shop.run(beside, {"runs", "cancel", id}));
        EXPECT_NE(beside.out().find("will end at its next page"), std::string::npos) << beside.out();
        EXPECT_TRUE(*runs.is_cancel_requested(id));
        EXPECT_EQ(runs.get(id)->status, schedule::RunStatus::running);
    }
    RecordedProcess dead;
    ASSERT_TRUE(shop.run(dead, {"runs", "cancel", id}));
    EXPECT_NE(dead.out().find("closed as interrupted"), std::string::npos) << dead.out();
    EXPECT_EQ(runs.get(id)->status, schedule::RunStatus::failed);
}

}  // namespace
}  // namespace levada::app
