#include "pending_commit.h"

#include "lake_support.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

class PendingCommitTest : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(make_folders(table() / ".hoodie").has_value()); }

    std::filesystem::path table() const { return folder_.path() / "t"; }
    PendingCommit begin(const char* kind = "commit") {
        auto commit = PendingCommit::begin(table(), clock_, kind);
        EXPECT_TRUE(commit.has_value());
        return std::move(commit).value();
    }
    /// Announces a file and writes it; gives metadata that covers it.
    CommitMetadata write(PendingCommit& commit, const std::string& file_id) {
        const std::string name = file_id + "_0-0-0_" + commit.instant() + ".parquet";
        EXPECT_TRUE(commit.announce("p", name, FileKind::create).has_value());
        EXPECT_TRUE(write_file_atomically(table() / "p" / name, "x").has_value());
        CommitMetadata metadata;
        WriteStat stat;
        stat.partition = "p";
        stat.file_id = file_id;
        stat.path = "p/" + name;
        metadata.stats.push_back(stat);
        return metadata;
    }

    testing::TempDir folder_;
    testing::ManualClock clock_;
};

TEST_F(PendingCommitTest, PublishLeavesTheCommitAndNoMarkers) {
    PendingCommit commit = begin();
    const CommitMetadata metadata = write(commit, "f");
    EXPECT_EQ(Lab::files(commit.marker_folder(), ".marker.CREATE").size(), 1U);
    EXPECT_EQ(read_file(table() / "p" / ".hoodie_partition_metadata").value(),
              "#partition metadata\ncommitTime=" + commit.instant() + "\npartitionDepth=1\n");
    ASSERT_TRUE(commit.publish(metadata).has_value());
    const Timeline timeline = read_timeline(table()).value();
    EXPECT_EQ(timeline.commits.size(), 1U);
    EXPECT_TRUE(timeline.pending.empty());
    EXPECT_FALSE(std::filesystem::exists(commit.marker_folder()));
}

TEST_F(PendingCommitTest, InstantsGrowThoughTheClockStands) {
    const PendingCommit first = begin();
    const PendingCommit second = begin();
    EXPECT_LT(first.instant(), second.instant());
}

TEST_F(PendingCommitTest, RolledBackByAnotherWriterIsNotPublished) {
    PendingCommit commit = begin();
    const CommitMetadata metadata = write(commit, "f");
    ASSERT_TRUE(roll_back(table(), {commit.instant(), "commit"}).has_value());
    EXPECT_FALSE(commit.publish(metadata).has_value());
    EXPECT_TRUE(read_timeline(table()).value().commits.empty());
}

TEST_F(PendingCommitTest, SameFileGroupIsAConflictAnotherIsNot) {
    PendingCommit first = begin();
    PendingCommit second = begin();
    PendingCommit third = begin();
    ASSERT_TRUE(second.publish(write(second, "f")).has_value());
    const Status refused = first.publish(write(first, "f"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::conflict);
    EXPECT_TRUE(third.publish(write(third, "g")).has_value());
}

TEST_F(PendingCommitTest, ReplacingAPartitionConflictsWithAnyWriteThere) {
    PendingCommit replace = begin("replacecommit");
    PendingCommit insert = begin();
    ASSERT_TRUE(insert.publish(write(insert, "f")).has_value());
    CommitMetadata metadata = write(replace, "g");
    metadata.is_replacing = true;
    EXPECT_EQ(replace.publish(metadata).error().code(), ErrorCode::conflict);
}

TEST_F(PendingCommitTest, RollBackRemovesFilesWithAndWithoutMarkers) {
    const PendingCommit kept = begin();
    PendingCommit commit = begin("replacecommit");
    write(commit, "f");
    ASSERT_TRUE(
        write_file_atomically(table() / "p" / ("unmarked_0-0-0_" + commit.instant() + ".parquet"), "x").has_value());
    ASSERT_TRUE(roll_back(table(), {commit.instant(), "replacecommit"}).has_value());
    EXPECT_TRUE(Lab::files(table(), ".parquet").empty());
    const Timeline timeline = read_timeline(table()).value();
    ASSERT_EQ(timeline.pending.size(), 1U);
    EXPECT_EQ(timeline.pending[0].instant, kept.instant());
}

TEST_F(PendingCommitTest, RollBackFindsFilesWhosePartitionFileIsGone) {
    // Goal: a power loss took the names of the marker and of the partition file, but not the data file's. Found by the
    // simulation: the file stayed, and counted as one of an archived commit as soon as there was a later one.
    PendingCommit commit = begin();
    write(commit, "f");
    std::filesystem::remove_all(commit.marker_folder());
    std::filesystem::remove(table() / "p" / ".hoodie_partition_metadata");
    ASSERT_TRUE(roll_back(table(), {commit.instant(), "commit"}).has_value());
    EXPECT_TRUE(Lab::files(table() / "p", ".parquet").empty());
}

TEST_F(PendingCommitTest, ResumeNeedsAnInflightFile) {
    const PendingCommit commit = begin();
    EXPECT_EQ(PendingCommit::resume(table(), {commit.instant(), "commit"}).value().instant(), commit.instant());
    EXPECT_EQ(PendingCommit::resume(table(), {"20200101000000000", "commit"}).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace levada::lake
