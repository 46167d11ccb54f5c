#include "table_clean.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(TableClean, KeepsWhatRetainedCommitsNeed) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    std::vector<std::string> instants;
    for (int i = 1; i <= 5; ++i) {
        const std::string n = std::to_string(i);
        lab.write(table, "SELECT 'k1' AS id, 'v" + n + "' AS name, " + n + " AS ts", upsert_of());
        instants.push_back(table.snapshot("").value().instant);
    }
    ASSERT_EQ(Lab::files(table.path(), ".parquet").size(), 5U);
    lab.clock().advance(std::chrono::seconds(1));
    const CleanInfo info = table.clean(2).value();
    EXPECT_EQ(info.file_count, 2);
    EXPECT_EQ(Lab::files(table.path(), ".parquet").size(), 3U);
    EXPECT_EQ(lab.rows(table, "name", instants[3]), (std::vector<std::string>{"v4"}));
    EXPECT_EQ(lab.rows(table, "name"), (std::vector<std::string>{"v5"}));
    EXPECT_EQ(Lab::files(table.path() / ".hoodie", ".clean").size(), 1U);
    EXPECT_EQ(table.clean(2).value().instant, "");
    EXPECT_EQ(table.clean(0).value().file_count, 0);
}

TEST(TableClean, ReplacedGroupsGoWhenNobodyReadsThem) {
    Lab lab;
    Table table = lab.make_table(plain_table());
    WriteOptions overwrite = upsert_of();
    overwrite.operation = Operation::insert_overwrite;
    for (int i = 1; i <= 3; ++i) {
        lab.write(table, "SELECT 'k' AS id, 'v" + std::to_string(i) + "' AS name, 1 AS ts", overwrite);
    }
    EXPECT_EQ(table.clean(1).value().file_count, 2);
    EXPECT_EQ(lab.rows(table, "name"), (std::vector<std::string>{"v3"}));
}

}  // namespace
}  // namespace levada::lake
