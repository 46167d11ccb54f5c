#include "call_folder.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

TEST(CallFolder, HoldsTheFilesAndGoes) {
    // Goal: each file as given, named on the command line; two calls do not meet; nothing stays.
    const testing::TempDir parent;
    const std::vector<ProgramFile> files = {{"--config", "config.json", "{}"}};
    {
        const auto one = CallFolder::make(files, parent.path());
        const auto two = CallFolder::make(files, parent.path());
        ASSERT_TRUE(one.has_value() && two.has_value());
        EXPECT_NE(one->path(), two->path());
        const auto command = one->command_line({"tap", "--discover"}, files);
        EXPECT_EQ(command,
                  (std::vector<std::string>{"tap", "--discover", "--config", (one->path() / "config.json").string()}));
        EXPECT_EQ(*read_file(command.back()), "{}");
    }
    EXPECT_TRUE(std::filesystem::is_empty(parent.path()));
}

TEST(CallFolder, NoFilesNoFolder) {
    // Goal: a call without files touches no disk.
    const testing::TempDir parent;
    const auto folder = CallFolder::make({}, parent.path() / "missing");
    ASSERT_TRUE(folder.has_value());
    EXPECT_TRUE(folder->path().empty());
}

}  // namespace
}  // namespace levada
