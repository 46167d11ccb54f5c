#include "snapshot.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(Snapshot, ColumnsReadBack) {
    const std::vector<Column> columns = {{"id", "VARCHAR"}, {"at", "TIMESTAMP"}};
    EXPECT_EQ(parse_columns(print_columns(columns)), columns);
    EXPECT_TRUE(parse_columns("no json").empty());
    EXPECT_TRUE(parse_columns("[[1,2]]").empty());
}

TEST(Snapshot, TypesAreAsDeclaredThoughStoredOtherwise) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    const std::vector<Column> columns = {
        {"id", "VARCHAR"}, {"ts", "BIGINT"}, {"d", "DECIMAL(9,2)"}, {"at", "TIMESTAMP"}, {"n", "SMALLINT"}};
    ASSERT_EQ(lab.write(table,
                        "SELECT 'a' AS id, 1 AS ts, 1.5 AS d, TIMESTAMP '2024-01-02 03:04:05' AS \"at\", 7 AS n",
                        upsert_of(columns)),
              "+1 ~0 -0");
    EXPECT_EQ(table.snapshot("").value().columns, columns);
    const Snapshot snapshot = table.snapshot("").value();
    EXPECT_EQ(lab.lines("SELECT typeof(d), typeof(\"at\"), typeof(n), \"at\" FROM (" + snapshot.sql + ")"),
              (std::vector<std::string>{"DECIMAL(9,2)|TIMESTAMP|SMALLINT|2024-01-02T03:04:05"}));
}

}  // namespace
}  // namespace levada::lake
