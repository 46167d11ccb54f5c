#include "project/project.h"
#include "recorded_process.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(InitCommand, MakesAProjectThatLoads) {
    for (const std::string name : {"rest", "wordpress"}) {
        const testing::TempDir folder;
        const std::string path = (folder.path() / "p").string();
        RecordedProcess process;
        const auto done = process.run({"init", path, "--template", name});
        ASSERT_TRUE(done) << done.error().to_string();
        EXPECT_NE(process.out().find("levada check --project " + path), std::string::npos) << process.out();
        const auto project = load_project(path, {});
        ASSERT_TRUE(project) << project.error().to_string();
        EXPECT_EQ(project->pipelines.size(), 1U);
        EXPECT_TRUE(std::filesystem::exists(folder.path() / "p" / ".levada" / "levada.schema.json"));
    }
}

TEST(InitCommand, NeverOverwritesAProject) {
    const testing::TempDir folder;
    RecordedProcess process;
    ASSERT_TRUE(process.run({"init", folder.path().string()}));
    ASSERT_TRUE(write_file_atomically(folder.path() / "levada.yaml", "mine"));
    const auto again = process.run({"init", folder.path().string()});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::invalid_config);
    EXPECT_EQ(read_file(folder.path() / "levada.yaml").value(), "mine");
}

}  // namespace
}  // namespace levada::app
