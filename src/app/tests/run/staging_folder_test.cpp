#include "run/staging_folder.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {
namespace {

TEST(StagingFolder, WritesUnderItsRoot) {
    const testing::TempDir folder;
    StagingFolder files(folder.path());
    for (const char* text : {"first", "second"}) {
        const Result<airbyte::StagedFile> file = files.write("items/a/b.txt", text);
        ASSERT_TRUE(file) << file.error().to_string();
        EXPECT_EQ(file->size_bytes, std::string(text).size());
        EXPECT_EQ(read_file(file->url).value(), text);
    }
}

TEST(StagingFolder, Usual) {
    const testing::TempDir folder;
    EXPECT_EQ(StagingFolder::usual(folder.path().string()), folder.path());
    EXPECT_EQ(StagingFolder::usual((folder.path() / "absent").string()).filename(), "airbyte-file-transfer");
}

}  // namespace
}  // namespace levada::app
