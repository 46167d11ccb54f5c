#include "timeline.h"

#include "lake_support.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

void touch(const std::filesystem::path& folder, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        ASSERT_TRUE(publish_file(folder / name, "{\"a\":1}").has_value());
    }
}

TEST(TimelineFiles, CompletedPendingAndNewest) {
    const testing::TempDir folder;
    touch(folder.path() / ".hoodie",
          {"20260101000000002.commit",
           "20260101000000002.commit.requested",
           "20260101000000002.inflight",
           "20260101000000001.replacecommit",
           "20260101000000003.commit.requested",
           "20260101000000003.inflight",
           "20260101000000004.replacecommit.requested",
           "20260101000000005.clean.requested",
           "20260101000000006.rollback",
           ".20260101000000009.commit.crc",
           "hoodie.properties"});
    const auto timeline = read_timeline(folder.path());
    ASSERT_TRUE(timeline.has_value()) << timeline.error().to_string();
    EXPECT_EQ(timeline->commits,
              (std::vector<Action>{{"20260101000000001", "replacecommit"}, {"20260101000000002", "commit"}}));
    EXPECT_EQ(timeline->pending,
              (std::vector<Action>{{"20260101000000003", "commit"}, {"20260101000000004", "replacecommit"}}));
    EXPECT_EQ(timeline->newest, "20260101000000006");
    EXPECT_EQ(timeline->start(), "20260101000000001");
    EXPECT_TRUE(timeline->has_commit("20260101000000002"));
    EXPECT_FALSE(timeline->has_commit("20260101000000003"));
}

TEST(TimelineFiles, PublishIsOnceOnly) {
    const testing::TempDir folder;
    const std::filesystem::path path = folder.path() / "x" / "1.commit";
    EXPECT_TRUE(publish_file(path, "first").has_value());
    EXPECT_EQ(publish_file(path, "second").error().code(), ErrorCode::conflict);
    EXPECT_EQ(read_file(path).value(), "first");
    EXPECT_EQ(Lab::files(folder.path(), ""), (std::vector<std::string>{"x/1.commit"}));
}

TEST(TimelineFiles, BrokenCommitIsCorruption) {
    const testing::TempDir folder;
    ASSERT_TRUE(publish_file(folder.path() / ".hoodie" / "1.commit", "{").has_value());
    ASSERT_TRUE(publish_file(folder.path() / ".hoodie" / "2.commit", "").has_value());
    EXPECT_EQ(read_commit(folder.path(), {"1", "commit"}).error().code(), ErrorCode::corruption);
    EXPECT_EQ(read_commit(folder.path(), {"2", "commit"}).value(), Json::object());
    EXPECT_EQ(read_timeline(folder.path() / "none").error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::lake
