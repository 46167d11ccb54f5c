#include "levada/base/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

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

/// Works in a folder, and opens no file, while it lives. A folder can be made then, but not synced.
class NoFilesIn {
public:
    explicit NoFilesIn(const std::filesystem::path& folder) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(folder);
        EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &limit_), 0);
        const rlimit none{.rlim_cur = 0, .rlim_max = limit_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    }
    ~NoFilesIn() {
        EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &limit_), 0);
        std::filesystem::current_path(before_);
    }
    NoFilesIn(const NoFilesIn&) = delete;
    NoFilesIn& operator=(const NoFilesIn&) = delete;

private:
    std::filesystem::path before_;
    rlimit limit_{};
};

TEST(File, AFolderWhoseNameIsNotDurableIsNotThere) {
    // Goal: who tries again makes it anew and syncs its name; one that lay there would be taken for durable.
    const testing::TempDir folder;
    bool is_refused = false;
    {
        const NoFilesIn here(folder.path());
        is_refused = !make_durable_folders("a").has_value();
    }
    EXPECT_TRUE(is_refused);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "a"));
    EXPECT_TRUE(make_durable_folders(folder.path() / "a" / "b").has_value());
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
