#include "levada/adapters/project_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

TEST(ProjectLock, OneHolderAtATime) {
    // Goal: the second one gets conflict with the holder's pid and a hint; the lock is free when the holder is gone.
    const testing::TempDir folder;
    const std::filesystem::path project = folder.path() / "project" / ".levada";
    {
        const auto first = ProjectLock::acquire(project);
        ASSERT_TRUE(first.has_value()) << first.error().to_string();
        const auto second = ProjectLock::acquire(project);
        ASSERT_FALSE(second.has_value());
        EXPECT_EQ(second.error().code(), ErrorCode::conflict);
        EXPECT_EQ(second.error().fact("pid"), std::to_string(::getpid()));
        EXPECT_NE(second.error().hint().find("run the same command again"), std::string_view::npos);
    }
    EXPECT_TRUE(ProjectLock::acquire(project).has_value());
}

TEST(ProjectLock, NeedsAFolder) {
    // Goal: a file in the place of the folder is an error, not a crash.
    const testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "file", "x").has_value());
    EXPECT_FALSE(ProjectLock::acquire(folder.path() / "file" / ".levada").has_value());
}

}  // namespace
}  // namespace levada
