#include "record_scan.h"

#include "engine_support.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

const std::vector<RecordColumn> kColumns = {
    {"id", ColumnType::integer, ColumnOrigin::field, "id"},
    {"name", ColumnType::text, ColumnOrigin::field, "name"},
    {"raw_id", ColumnType::text, ColumnOrigin::record_id, ""},
    {"extracted", ColumnType::timestamp_tz, ColumnOrigin::extracted_at, ""},
    {"generation", ColumnType::integer, ColumnOrigin::generation_id, ""},
    {"place", ColumnType::integer, ColumnOrigin::position, ""},
};

std::string numbered(int from, int to) {
    std::string lines;
    for (int i = from; i < to; ++i) {
        lines += "{\"id\":" + std::to_string(i) + ",\"name\":\"row number " + std::to_string(i) + "\"}\n";
    }
    return lines;
}

TEST(RecordScan, ReadsBlocksInOrder) {
    // More rows than one chunk of DuckDB, blocks that end with and without a line feed, an empty block and line.
    MemoryEngine memory;
    VectorSource source({numbered(0, 3000), "", "\n" + numbered(3000, 3001) + "{\"id\":3001}"});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT * FROM {records}", kColumns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(*made, 3002);
    EXPECT_EQ(memory.lines("SELECT count(*), sum(id), count(name), count(DISTINCT raw_id), max(place) FROM t"),
              (std::vector<std::string>{"3002|4504501|3001|3002|3001"}));
    EXPECT_EQ(memory.lines("SELECT name, extracted, generation FROM t WHERE id = 2999"),
              (std::vector<std::string>{"row number 2999|2024-05-06T07:08:09.123456Z|7"}));
    EXPECT_EQ(memory.lines("SELECT count(*) FROM t WHERE id <> place"), (std::vector<std::string>{"0"}));
}

TEST(RecordScan, LargeRecordsAndManyRejectedLinesDoNotEndIt) {
    // Goal: a chunk that ends by size, or holds no row at all, is not taken for the end of the records.
    MemoryEngine memory;
    const std::string large = "{\"id\":1,\"name\":\"" + std::string(3 << 20, 'x') + "\"}\n";
    VectorSource source({large + large, std::string(6 << 20, '[') + "\n" + std::string(6 << 20, '[') + "\n", large});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT id, length(name) AS n FROM {records}", kColumns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT count(*), min(n) FROM t"), (std::vector<std::string>{"3|3145728"}));
    EXPECT_EQ(source.rejected.size(), 2U);
}

/// Rows whose texts are longer than what DuckDB keeps in place; every tenth has an escape.
std::string wordy(int from, int to) {
    std::string lines;
    for (int i = from; i < to; ++i) {
        lines += "{\"id\":" + std::to_string(i) + ",\"name\":\"a text that is not kept in place " + std::to_string(i) +
                 (i % 10 == 0 ? "\\t\"}\n" : "\"}\n");
    }
    return lines;
}

TEST(RecordScan, TextsOfLargeBlocksAreUsedWhereTheyAre) {
    // Goal: no statement sees a text of a block that is gone. Method: the source frees a block before the next one;
    // large blocks between small ones; statements that keep rows for later.
    const std::string want_name =
        "'a text that is not kept in place ' || id || CASE WHEN id % 10 = 0 THEN chr(9) ELSE '' END";
    for (const char* rows : {"SELECT id, name FROM {records}",
                             "SELECT id, name FROM {records} ORDER BY name DESC",
                             "SELECT id, min(name) AS name FROM {records} GROUP BY id",
                             "SELECT DISTINCT ON (id) id, name FROM {records}",
                             "SELECT id, name FROM {records} QUALIFY row_number() OVER (PARTITION BY name) = 1"}) {
        MemoryEngine memory;
        VectorSource source({wordy(0, 10), wordy(10, 15'000), wordy(15'000, 15'001), wordy(15'001, 30'001)});
        const auto made = memory.engine().execute_over_records(
            "CREATE TABLE t AS " + std::string(rows), kColumns, source, Deadline::never());
        ASSERT_TRUE(made.has_value()) << made.error().to_string();
        EXPECT_EQ(memory.lines("SELECT count(*), sum(id), count(*) FILTER (WHERE name = " + want_name + ") FROM t"),
                  (std::vector<std::string>{"30001|450015000|30001"}))
            << rows;
    }
}

TEST(RecordScan, OnlyNamedColumnsAreRead) {
    MemoryEngine memory;
    VectorSource source({"{\"id\":1,\"name\":\"x\"}\n{\"id\":2}\n"});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT place, id FROM {records}", kColumns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT * FROM t"), (std::vector<std::string>{"0|1", "1|2"}));
    EXPECT_TRUE(source.fields.empty());
}

TEST(RecordScan, AStatementThatReadsTwiceIsRefused) {
    // Goal: never an empty result in silence. DuckDB turns this window into a join of the relation with itself.
    MemoryEngine memory;
    VectorSource source({numbered(0, 5)});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT id, any_value(name) OVER (PARTITION BY id) AS name FROM {records}",
        kColumns,
        source,
        Deadline::never());
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code(), ErrorCode::internal);
}

TEST(RecordScan, CountReadsNoColumn) {
    MemoryEngine memory;
    VectorSource source({numbered(0, 5)});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT count(*) AS n FROM {records}", kColumns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT n FROM t"), (std::vector<std::string>{"5"}));
}

TEST(RecordScan, ReportsRejectedLinesAndUndeclaredFieldsOnce) {
    MemoryEngine memory;
    VectorSource source(
        {"{\"id\":1,\"extra\":{\"a\":1}}\n[1]\n{\"id\":2} junk\n{\"id\":3\n"
         "{\"id\":4,\"extra\":3,\"more\":\"x\"}\n"});
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT id FROM {records}", kColumns, source, Deadline::never());
    ASSERT_TRUE(made.has_value()) << made.error().to_string();
    EXPECT_EQ(memory.lines("SELECT id FROM t"), (std::vector<std::string>{"1", "4"}));
    EXPECT_EQ(source.rejected, (std::vector<std::string>{"1:[1]", "2:{\"id\":2} junk", "3:{\"id\":3"}));
    EXPECT_EQ(source.fields, (std::vector<std::string>{"extra={\"a\":1}", "more=\"x\""}));
}

TEST(RecordScan, TheSourcesErrorIsTheStatements) {
    MemoryEngine memory;
    VectorSource source({numbered(0, 10)});
    source.failure = Error(ErrorCode::corruption, "segment is torn").with("topic", "a.b");
    const auto made = memory.engine().execute_over_records(
        "CREATE TABLE t AS SELECT * FROM {records}", kColumns, source, Deadline::never());
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code(), ErrorCode::corruption);
    EXPECT_EQ(made.error().fact("topic"), "a.b");
    EXPECT_EQ(memory.lines("SELECT count(*) FROM duckdb_tables()"), (std::vector<std::string>{"0"}));
}

TEST(RecordScan, ANumberWithoutAScanIsRefused) {
    MemoryEngine memory;
    const auto rows = memory.engine().query("SELECT * FROM levada_records(99)", {}, Deadline::never());
    ASSERT_FALSE(rows.has_value());
    EXPECT_EQ(rows.error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::duckdb
