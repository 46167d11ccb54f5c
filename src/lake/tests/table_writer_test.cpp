#include "table_writer.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

using Lines = std::vector<std::string>;

TEST(TableWriter, ManyNewRowsMakeAFileOfTheirOwnFewJoinASmallOne) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    const auto rows = [](int from, int to) {
        return "SELECT 'k' || range AS id, 'name' AS name, 1 AS ts FROM range(" + std::to_string(from) + ", " +
               std::to_string(to) + ")";
    };
    EXPECT_EQ(lab.write(table, rows(0, 10), upsert_of()), "+10 ~0 -0");
    EXPECT_EQ(lab.write(table, rows(5, 20), upsert_of()), "+10 ~5 -0");
    EXPECT_EQ(table.snapshot("").value().files.size(), 1U);
    EXPECT_EQ(lab.write(table, rows(100, 60'100), upsert_of()), "+60000 ~0 -0");
    EXPECT_EQ(table.snapshot("").value().files.size(), 2U);
    EXPECT_EQ(
        lab.write(
            table, "SELECT 'k1' AS id, 'changed' AS name, 2 AS ts UNION ALL SELECT 'k200', 'changed', 2", upsert_of()),
        "+0 ~2 -0");
    EXPECT_EQ(lab.rows(table, "count(*), count(DISTINCT id), count(*) FILTER (name = 'changed')"),
              (Lines{"60020|60020|2"}));
}

TEST(TableWriter, PartitionsAreWrittenOneByOne) {
    Lab lab;
    TableOptions options = plain_table();
    options.partition = {"dt"};
    options.is_url_encoded = true;
    Table table = lab.make_table(options);
    const WriteOptions write = upsert_of({{"id", "VARCHAR"}, {"ts", "BIGINT"}, {"dt", "VARCHAR"}});
    EXPECT_EQ(
        lab.write(table, "SELECT * FROM (VALUES ('a', 1, 'x/y'), ('b', 1, NULL), ('a', 1, 'z')) v(id, ts, dt)", write),
        "+3 ~0 -0");
    EXPECT_EQ(lab.write(table, "SELECT 'a' AS id, 2 AS ts, 'x/y' AS dt", write), "+0 ~1 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"a|1|z", "a|2|x/y", "b|1|-"}));
    EXPECT_TRUE(std::filesystem::exists(table.path() / "dt=x%2Fy" / ".hoodie_partition_metadata"));
    WriteOptions overwrite = write;
    overwrite.operation = Operation::insert_overwrite;
    EXPECT_EQ(lab.write(table, "SELECT 'n' AS id, 1 AS ts, 'z' AS dt", overwrite), "+1 ~0 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"a|2|x/y", "b|1|-", "n|1|z"}));
}

TEST(TableWriter, NothingNewIsStillACommit) {
    // Goal: offsets in a commit move though every row was stale, and no file is rewritten for nothing.
    Lab lab;
    Table table = lab.make_table(plain_table());
    lab.write(table, "SELECT 'a' AS id, 'x' AS name, 5 AS ts", upsert_of());
    const std::string before = table.snapshot("").value().instant;
    EXPECT_EQ(lab.write(table, "SELECT 'a' AS id, 'y' AS name, 4 AS ts", upsert_of()), "+0 ~0 -0");
    EXPECT_GT(table.snapshot("").value().instant, before);
    EXPECT_EQ(Lab::files(table.path(), ".parquet").size(), 1U);
    EXPECT_EQ(lab.write(table, "SELECT 'a' AS id, 'y' AS name, 4 AS ts WHERE false", upsert_of()), "+0 ~0 -0");
}

}  // namespace
}  // namespace levada::lake
