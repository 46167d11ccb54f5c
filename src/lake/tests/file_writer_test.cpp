#include "file_writer.h"

#include "lake_support.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

TEST(FileWriter, RecordKeys) {
    Lab lab;
    TableOptions one = plain_table();
    TableOptions two = plain_table();
    two.key = {"id", "name"};
    const std::string rows = " FROM (VALUES ('a', 'x'), ('b', ''), (NULL, NULL)) v(id, name)";
    EXPECT_EQ(lab.lines("SELECT " + record_key_sql(one) + rows), (std::vector<std::string>{"__null__", "a", "b"}));
    EXPECT_EQ(lab.lines("SELECT " + record_key_sql(two) + rows),
              (std::vector<std::string>{"id:__null__,name:__null__", "id:a,name:x", "id:b,name:__empty__"}));
    one.key = {"n"};
    EXPECT_EQ(lab.lines("SELECT " + record_key_sql(one) + " FROM (SELECT 7 AS n)"), (std::vector<std::string>{"7"}));
}

TEST(FileWriter, FilesHaveMetaColumnsAndFooters) {
    Lab lab;
    ASSERT_TRUE(make_folders(lab.path("t") / ".hoodie").has_value());
    auto commit = PendingCommit::begin(lab.path("t"), lab.clock(), "commit").value();
    auto writer =
        FileWriter::make(lab.engine(), lab.path("t"), plain_table(), {{"id", "VARCHAR"}, {"d", "DECIMAL(9,2)"}})
            .value();
    QueryFeed feed(lab.engine(), "SELECT * FROM (VALUES ('a', 1.25, 0), ('b', 2.5, 1)) v(id, d, levada_pos)");
    FileRequest request;
    request.partition = "p";
    request.row_filter = "WHERE r.id = 'b'";
    request.bounds = {"b", "b"};
    const WriteStat stat = writer.write(commit, feed, request).value();
    EXPECT_EQ(stat.write_count, 1);
    EXPECT_GT(stat.size_bytes, 0);
    const std::string file = "'" + (lab.path("t") / stat.path).string() + "'";
    EXPECT_EQ(lab.lines("SELECT _hoodie_commit_time = '" + commit.instant() +
                        "', _hoodie_commit_seqno, _hoodie_record_key, _hoodie_partition_path, id, d FROM " + file),
              (std::vector<std::string>{"true|" + commit.instant() + "_0_1|b|p|b|2.50"}));
    EXPECT_EQ(lab.lines("SELECT _hoodie_file_name FROM " + file),
              (std::vector<std::string>{stat.path.substr(stat.path.find('/') + 1)}));
    EXPECT_EQ(lab.lines("SELECT decode(key) FROM parquet_kv_metadata(" + file + ") WHERE decode(key) LIKE 'hoodie_m%'"),
              (std::vector<std::string>{"hoodie_max_record_key", "hoodie_min_record_key"}));
    EXPECT_EQ(lab.lines("SELECT DISTINCT type FROM parquet_schema(" + file + ") WHERE name = 'd'"),
              (std::vector<std::string>{"FIXED_LEN_BYTE_ARRAY"}));
}

TEST(FileWriter, RefusedColumnsAreNamed) {
    Lab lab;
    const auto writer = FileWriter::make(lab.engine(), lab.path("t"), plain_table(), {{"u", "UUID"}});
    ASSERT_FALSE(writer.has_value());
    EXPECT_EQ(writer.error().fact("column"), "u");
}

}  // namespace
}  // namespace levada::lake
