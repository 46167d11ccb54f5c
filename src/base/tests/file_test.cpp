#include "levada/base/file.h"

#include <gtest/gtest.h>

#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

TEST(File, WritesWholeAndReadsBack) {
    const testing::TempDir folder;
    const auto path = folder.path() / "a" / "b.txt";
    ASSERT_TRUE(make_folders(path.parent_path()));
    ASSERT_TRUE(write_file_atomically(path, std::string(200000, 'z')));
    ASSERT_TRUE(write_file_atomically(path, "second"));
    EXPECT_EQ(read_file(path).value(), "second");
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".tmp"));
}

TEST(File, ErrorsNameThePath) {
    const testing::TempDir folder;
    const auto missing = read_file(folder.path() / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code(), ErrorCode::not_found);
    EXPECT_NE(missing.error().message().find("none"), std::string::npos);
    EXPECT_EQ(write_file_atomically(folder.path() / "no" / "x", "y").error().code(), ErrorCode::not_found);
}

TEST(File, FullDiskIsUnavailable) {
    // /dev/full answers ENOSPC to every write.
    const FileDescriptor none;
    EXPECT_FALSE(none.is_open());
    EXPECT_EQ(file_error(28, "write", "x").code(), ErrorCode::unavailable);
    EXPECT_NE(file_error(28, "write", "x").hint(), "");
}

}  // namespace
}  // namespace levada
