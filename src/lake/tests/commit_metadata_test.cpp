#include "commit_metadata.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(CommitMetadata, WhatHudiReads) {
    CommitMetadata metadata;
    metadata.operation = "UPSERT";
    WriteStat stat;
    stat.partition = "dt=1";
    stat.file_id = "f-0";
    stat.path = "dt=1/f-0_0-0-0_1.parquet";
    stat.write_count = 3;
    stat.update_count = 1;
    stat.size_bytes = 2828;
    metadata.stats.push_back(stat);
    metadata.extra["k"] = "v";
    const Json json = parse_json(metadata.print()).value();
    const Json& first = json.find_path({"partitionToWriteStats", "dt=1"})->as_array().at(0);
    EXPECT_EQ(first.string_or("prevCommit", ""), "null");
    EXPECT_EQ(first.integer_or("numWrites", 0), 3);
    EXPECT_EQ(first.integer_or("fileSizeInBytes", 0), 2828);
    EXPECT_EQ(first.string_or("path", ""), stat.path);
    EXPECT_EQ(json.string_or("operationType", ""), "UPSERT");
    EXPECT_FALSE(json.contains("partitionToReplaceFileIds"));
    ASSERT_NE(extra_of(json, "k"), nullptr);
    EXPECT_EQ(*extra_of(json, "k"), "v");
    EXPECT_EQ(extra_of(json, "none"), nullptr);
}

TEST(CommitMetadata, TouchedGroups) {
    CommitMetadata metadata;
    metadata.is_replacing = true;
    WriteStat stat;
    stat.file_id = "new-0";
    metadata.stats.push_back(stat);
    metadata.replaced = {{"", "old-0"}, {"", "old-1"}};
    const auto touched = touched_groups(parse_json(metadata.print()).value());
    using Group = std::pair<std::string, std::string>;
    EXPECT_EQ(touched, (std::vector<Group>{{"", "new-0"}, {"", "old-0"}, {"", "old-1"}}));
    EXPECT_TRUE(touched_groups(Json::object()).empty());
}

TEST(CommitMetadata, WriteStatReadsBack) {
    WriteStat stat;
    stat.partition = "p";
    stat.file_id = "f";
    stat.path = "p/f";
    stat.prev_instant = "20260101000000001";
    stat.insert_count = 2;
    stat.delete_count = 4;
    const WriteStat back = write_stat_from(to_json(stat));
    EXPECT_EQ(back.path, "p/f");
    EXPECT_EQ(back.prev_instant, "20260101000000001");
    EXPECT_EQ(back.insert_count, 2);
    EXPECT_EQ(back.delete_count, 4);
    EXPECT_EQ(write_stat_from(to_json(WriteStat())).prev_instant, "");
}

}  // namespace
}  // namespace levada::lake
