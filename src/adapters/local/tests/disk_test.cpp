#include "disk.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

TEST(Disk, IsFullAfterItsLimit) {
    // Goal: what fits is written, then the error of a full disk; more room ends it.
    const testing::TempDir folder;
    const std::filesystem::path path = folder.path() / "f";
    const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    Disk disk(5);
    ASSERT_TRUE(disk.write_at(file.get(), "abc", 0, path).has_value());
    const Status full = disk.write_at(file.get(), "defg", 3, path);
    ASSERT_FALSE(full.has_value());
    EXPECT_EQ(full.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(*read_file(path), "abcde");
    disk.set_size_bytes_max(0);
    ASSERT_TRUE(disk.write_at(file.get(), "XY", 1, path).has_value());
    EXPECT_EQ(*read_file(path), "aXYde");
    EXPECT_EQ(disk.written_size_bytes(), 7U);
}

TEST(Disk, MakesFoldersAboveAsWell) {
    // Goal: nested folders appear; making them again is no error; a file in the way is.
    const testing::TempDir folder;
    EXPECT_TRUE(make_durable_folders(folder.path() / "a" / "b").has_value());
    EXPECT_TRUE(make_durable_folders(folder.path() / "a" / "b").has_value());
    EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "a" / "b"));
    ASSERT_TRUE(write_file_atomically(folder.path() / "file", "x").has_value());
    EXPECT_FALSE(make_durable_folders(folder.path() / "file" / "b").has_value());
}

}  // namespace
}  // namespace levada
