#include <array>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "levada/base/file.h"
#include "levada/observe/log_sinks.h"
#include "levada/testing/temp_dir.h"

namespace levada::observe {
namespace {

std::string content(const std::filesystem::path& path) {
    const auto bytes = read_file(path);
    return bytes ? *bytes : "absent";
}

TEST(LineOutput, RotatesBySize) {
    const levada::testing::TempDir folder;
    const std::filesystem::path path = folder.path() / "logs" / "x.log";
    const auto output = RotatedFileOutput::open({.path = path, .file_bytes_max = 8, .files_max = 3});
    ASSERT_TRUE(output.has_value()) << output.error().to_string();
    for (const char* line : {"one\n", "two\n", "three\n", "four\n", "five\n", "a line longer than a file\n"}) {
        (*output)->write_line(line);
    }
    EXPECT_EQ(content(path), "a line longer than a file\n");
    EXPECT_EQ(content(path.string() + ".1"), "five\n");
    EXPECT_EQ(content(path.string() + ".2"), "four\n");
    EXPECT_EQ(content(path.string() + ".3"), "absent");
}

TEST(LineOutput, GoesOnWithTheFileThatIsThere) {
    const levada::testing::TempDir folder;
    const std::filesystem::path path = folder.path() / "x.log";
    ASSERT_TRUE(write_file_atomically(path, "before\n"));
    {
        const auto output = RotatedFileOutput::open({.path = path, .file_bytes_max = 12, .files_max = 1});
        ASSERT_TRUE(output.has_value());
        (*output)->write_line("next\n");
        EXPECT_EQ(content(path), "before\nnext\n");
        (*output)->write_line("last\n");
    }
    EXPECT_EQ(content(path), "last\n");
}

TEST(LineOutput, OpenRefusesAFolderThatCannotBe) {
    const levada::testing::TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder.path() / "file", ""));
    EXPECT_FALSE(RotatedFileOutput::open({.path = folder.path() / "file" / "x.log"}).has_value());
}

TEST(LineOutput, Descriptor) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const FileDescriptor read_end(ends[0]);
    const FileDescriptor write_end(ends[1]);
    DescriptorOutput output(write_end.get());
    output.write_line("line\n");
    std::array<char, 16> bytes{};
    EXPECT_EQ(::read(read_end.get(), bytes.data(), bytes.size()), 5);
    EXPECT_EQ(std::string_view(bytes.data(), 5), "line\n");
}

}  // namespace
}  // namespace levada::observe
