#include "file_groups.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(FileGroups, SliceNames) {
    const auto slice = parse_slice_name("5d3c-0_2-0-0_20260101000000002.parquet");
    ASSERT_TRUE(slice.has_value());
    EXPECT_EQ(slice->file_id, "5d3c-0");
    EXPECT_EQ(slice->instant, "20260101000000002");
    for (const char* name : {"a.parquet",
                             "a_1.parquet",
                             "a_1_2026.parquet",
                             ".a_1_20260101000000002.parquet",
                             "a_1_20260101000000002.orc"}) {
        EXPECT_FALSE(parse_slice_name(name).has_value()) << "case: " << name;
    }
}

TEST(FileGroups, OnlyCommittedSlicesOfLiveGroups) {
    // Goal: what readers see. Method: files of archived, completed, pending and replaced instants side by side.
    const testing::TempDir folder;
    const std::filesystem::path hoodie = folder.path() / ".hoodie";
    ASSERT_TRUE(publish_file(hoodie / "20260101000000010.commit", "{}").has_value());
    ASSERT_TRUE(
        publish_file(hoodie / "20260101000000020.replacecommit", R"({"partitionToReplaceFileIds":{"p":["gone"]}})")
            .has_value());
    ASSERT_TRUE(publish_file(hoodie / "20260101000000030.inflight", "").has_value());
    ASSERT_TRUE(publish_file(folder.path() / "p" / ".hoodie_partition_metadata", "x").has_value());
    for (const char* name : {"a_0-0-0_20260101000000005.parquet",
                             "a_0-0-0_20260101000000010.parquet",
                             "a_0-0-0_20260101000000030.parquet",
                             "old_0-0-0_20260101000000004.parquet",
                             "gone_0-0-0_20260101000000010.parquet",
                             "orphan_0-0-0_20260101000000015.parquet"}) {
        ASSERT_TRUE(publish_file(folder.path() / "p" / name, "x").has_value());
    }
    ASSERT_TRUE(publish_file(folder.path() / "q" / "b_0-0-0_20260101000000010.parquet", "x").has_value());
    const Timeline timeline = read_timeline(folder.path()).value();
    const auto names = [&](std::string_view as_of) {
        std::vector<std::string> out;
        const std::vector<Slice> slices = list_slices(folder.path(), timeline, as_of).value();
        for (const Slice& slice : slices) {
            out.push_back(slice.relative_path().substr(0, 5) + slice.instant.substr(15));
        }
        return out;
    };
    EXPECT_EQ(names(""), (std::vector<std::string>{"p/a_010", "p/old04"}));
    EXPECT_EQ(names("20260101000000010"), (std::vector<std::string>{"p/a_010", "p/gon10", "p/old04"}));
    EXPECT_EQ(names("20260101000000005"), (std::vector<std::string>{"p/a_005", "p/old04"}));
}

}  // namespace
}  // namespace levada::lake
