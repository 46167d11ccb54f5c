#include "levada/lake/table.h"

#include "lake_support.h"
#include "table_properties.h"

#include <gtest/gtest.h>

#include "levada/base/file.h"

namespace levada::lake {
namespace {

using Lines = std::vector<std::string>;

std::string values(const std::string& rows) {
    return "SELECT * FROM (VALUES " + rows + ") v(id, name, ts)";
}

TEST(Table, CreateOnceOpenAgain) {
    Lab lab;
    const Table table = lab.make_table(plain_table());
    EXPECT_TRUE(Table::exists(table.path()));
    EXPECT_EQ(Table::create(lab.engine(), lab.clock(), table.path(), plain_table()).error().code(),
              ErrorCode::conflict);
    EXPECT_EQ(Table::open(lab.engine(), lab.clock(), table.path()).value().options(), plain_table());
    EXPECT_EQ(Table::open(lab.engine(), lab.clock(), lab.path("none")).error().code(), ErrorCode::not_found);
}

TEST(Table, EmptyTableHasNoRows) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    EXPECT_TRUE(lab.rows(table).empty());
    EXPECT_TRUE(table.snapshot("").value().columns.empty());
    EXPECT_FALSE(table.last_extra("k").value().has_value());
}

TEST(Table, UpsertKeepsTheNewerRow) {
    // Goal: the greatest order value of a key stays, within a write and against the table; an equal one replaces.
    Lab lab;
    Table table = lab.make_table(plain_table());
    EXPECT_EQ(lab.write(table, values("('k1', 'new', 5), ('k1', 'old', 1), ('k2', 'b', 3)"), upsert_of()), "+2 ~0 -0");
    EXPECT_EQ(lab.write(table, values("('k1', 'stale', 4), ('k2', 'same', 3), ('k3', 'c', NULL)"), upsert_of()),
              "+1 ~1 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"k1|new|5", "k2|same|3", "k3|c|-"}));
    EXPECT_EQ(lab.write(table, values("('k3', 'd', NULL), ('k2', 'e', NULL)"), upsert_of()), "+0 ~1 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"k1|new|5", "k2|same|3", "k3|d|-"}));
}

TEST(Table, DeletedColumnAndDelete) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions options = upsert_of({{"id", "VARCHAR"}, {"gone", "VARCHAR"}, {"ts", "BIGINT"}});
    options.deleted_column = "gone";
    const auto rows = [](const std::string& list) { return "SELECT * FROM (VALUES " + list + ") v(id, gone, ts)"; };
    EXPECT_EQ(lab.write(table, rows("('a', NULL, 1), ('b', NULL, 1), ('c', 'yes', 1)"), options), "+2 ~0 -0");
    EXPECT_EQ(lab.write(table, rows("('a', 'yes', 2), ('b', 'yes', 0)"), options), "+0 ~0 -1");
    EXPECT_EQ(lab.rows(table, "id"), (Lines{"b"}));
    options.operation = Operation::remove;
    EXPECT_EQ(lab.write(table, "SELECT 'b' AS id, NULL AS gone, NULL AS ts", options), "+0 ~0 -1");
    EXPECT_TRUE(lab.rows(table).empty());
}

TEST(Table, InsertKeepsBothAndMergesSmallFiles) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions options = upsert_of();
    options.operation = Operation::insert;
    EXPECT_EQ(lab.write(table, values("('a', 'x', 1), ('a', 'y', 1)"), options), "+2 ~0 -0");
    EXPECT_EQ(lab.write(table, values("('b', 'z', 1)"), options), "+1 ~0 -0");
    EXPECT_EQ(Lab::files(table.path(), ".parquet").size(), 2U);
    options.incoming_size_bytes = 100;
    EXPECT_EQ(lab.write(table, values("('c', 'z', 1)"), options), "+1 ~0 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"a|x|1", "a|y|1", "b|z|1", "c|z|1"}));
    EXPECT_EQ(table.snapshot("").value().files.size(), 2U);
}

TEST(Table, TimeTravelAndNewColumns) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    ASSERT_EQ(lab.write(table, values("('a', 'x', 1), ('b', 'y', 1)"), upsert_of()), "+2 ~0 -0");
    const std::string first = table.snapshot("").value().instant;
    const WriteOptions wider = upsert_of({{"id", "VARCHAR"}, {"name", "VARCHAR"}, {"ts", "BIGINT"}, {"n", "DOUBLE"}});
    ASSERT_EQ(lab.write(table, "SELECT 'a' AS id, 'z' AS name, 2 AS ts, 1.5 AS n", wider), "+0 ~1 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"a|z|2|1.5", "b|y|1|-"}));
    EXPECT_EQ(lab.rows(table, "*", first), (Lines{"a|x|1", "b|y|1"}));
    EXPECT_TRUE(lab.rows(table, "*", "20200101000000000").empty() ||
                lab.rows(table, "*", "20200101000000000") == Lines{"-"});
    const std::string refused = lab.write(table, values("('a', 'x', 3)"), upsert_of());
    EXPECT_NE(refused.find("conflict"), std::string::npos) << refused;
    EXPECT_NE(refused.find("column=n"), std::string::npos) << refused;
}

TEST(Table, AWiderTypeRewritesWhatWasStored) {
    // Goal: no file is left whose stored type Hudi's readers would have to guess. Method: two files, one untouched.
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions options = upsert_of();
    options.operation = Operation::insert;
    ASSERT_EQ(lab.write(table, values("('a', 'x', 1)"), options), "+1 ~0 -0");
    ASSERT_EQ(lab.write(table, values("('b', 'y', 2)"), options), "+1 ~0 -0");
    options.columns[2].type = "VARCHAR";
    ASSERT_EQ(lab.write(table, values("('c', 'z', 'three')"), options), "+1 ~0 -0");
    EXPECT_EQ(lab.rows(table), (Lines{"a|x|1", "b|y|2", "c|z|three"}));
    std::string files;
    const Snapshot snapshot = table.snapshot("").value();
    for (const std::filesystem::path& file : snapshot.files) {
        files += (files.empty() ? "'" : ", '") + file.string() + "'";
    }
    EXPECT_EQ(lab.lines("SELECT type, count(*) FROM parquet_schema([" + files + "]) WHERE name = 'ts' GROUP BY type"),
              (Lines{"BYTE_ARRAY|3"}));
}

TEST(Table, BeforePublishComesFirstAndItsErrorUndoes) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions options = upsert_of();
    options.before_publish = [&]() -> Status {
        EXPECT_TRUE(lab.rows(table).empty());
        return Error(ErrorCode::unavailable, "disk full");
    };
    EXPECT_NE(lab.write(table, values("('a', 'x', 1)"), options).find("disk full"), std::string::npos);
    EXPECT_TRUE(Lab::files(table.path(), ".parquet").empty());
}

TEST(Table, ACrashLeavesNothingVisible) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    ASSERT_EQ(lab.write(table, values("('a', 'x', 1)"), upsert_of()), "+1 ~0 -0");
    WriteOptions crash = upsert_of();
    crash.stop = StopPoint::before_publish;
    EXPECT_NE(lab.write(table, values("('a', 'ORPHAN', 9), ('z', 'ORPHAN', 9)"), crash).find("cancelled"),
              std::string::npos);
    EXPECT_EQ(lab.rows(table), (Lines{"a|x|1"}));
    EXPECT_EQ(Lab::files(table.path(), ".parquet").size(), 2U);
    EXPECT_EQ(table.roll_back_pending().value(), 1);
    EXPECT_EQ(Lab::files(table.path(), ".parquet").size(), 1U);
    EXPECT_EQ(table.roll_back_pending().value(), 0);
}

TEST(Table, AFailedWriteIsRolledBack) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    const std::string failed = lab.write(table, values("('a', 'x', 'no number')"), upsert_of());
    EXPECT_NE(failed.find("invalid_data"), std::string::npos) << failed;
    EXPECT_TRUE(Lab::files(table.path(), ".parquet").empty());
    EXPECT_TRUE(Lab::files(table.path(), ".inflight").empty());
}

TEST(Table, MetadataTableIsRefusedUntilDisabled) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    Properties properties = read_properties(table.path()).value();
    properties["hoodie.table.metadata.partitions"] = "files";
    ASSERT_TRUE(write_properties(table.path(), properties).has_value());
    ASSERT_TRUE(make_folders(table.path() / ".hoodie" / "metadata").has_value());
    EXPECT_NE(lab.write(table, values("('a', 'x', 1)"), upsert_of()).find("unsupported"), std::string::npos);
    ASSERT_TRUE(table.disable_metadata_table().has_value());
    EXPECT_FALSE(std::filesystem::exists(table.path() / ".hoodie" / "metadata"));
    EXPECT_EQ(lab.write(table, values("('a', 'x', 1)"), upsert_of()), "+1 ~0 -0");
}

TEST(Table, ExtraMetadataIsCarriedOn) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions options = upsert_of();
    options.extra = {{"levada.queue.offsets", "41"}, {"other", "x"}};
    ASSERT_EQ(lab.write(table, values("('a', 'x', 1)"), options), "+1 ~0 -0");
    ASSERT_EQ(lab.write(table, values("('b', 'x', 1)"), upsert_of()), "+1 ~0 -0");
    EXPECT_EQ(table.last_extra("levada.queue.offsets").value(), "41");
    EXPECT_EQ(table.last_extra("other").value(), "x");
    EXPECT_FALSE(table.last_extra("none").value().has_value());
}

}  // namespace
}  // namespace levada::lake
