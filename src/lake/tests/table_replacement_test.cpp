#include "table_replacement.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

using Lines = std::vector<std::string>;

class TableReplacementTest : public ::testing::Test {
protected:
    void SetUp() override { lab_.write(table_, "SELECT 'old' AS id, 'x' AS name, 1 AS ts", upsert_of()); }

    void add(TableReplacement& replacement, const std::string& id, const std::string& offset) {
        QueryFeed feed(lab_.engine(), "SELECT '" + id + "' AS id, 'x' AS name, 1 AS ts, 0 AS levada_pos");
        WriteOptions options = upsert_of();
        options.extra = {{"levada.offset", offset}};
        ASSERT_TRUE(replacement.add(feed, options).has_value());
    }

    Lab lab_;
    Table table_ = lab_.make_table(plain_table());
};

TEST_F(TableReplacementTest, ReadersSeeTheOldRowsUntilTheCommit) {
    auto replacement = table_.replacement(ReplacementStart::fresh).value();
    add(*replacement, "a", "1");
    add(*replacement, "b", "2");
    EXPECT_EQ(lab_.rows(table_, "id"), (Lines{"old"}));
    const std::string before = table_.snapshot("").value().instant;
    WriteOptions options = upsert_of();
    options.extra = {{"levada.offset", "2"}};
    EXPECT_EQ(replacement->commit(options).value().insert_count, 2);
    EXPECT_EQ(lab_.rows(table_, "id"), (Lines{"a", "b"}));
    EXPECT_EQ(lab_.rows(table_, "id", before), (Lines{"old"}));
    EXPECT_EQ(table_.last_extra("levada.offset").value(), "2");
    EXPECT_EQ(table_.replacement(ReplacementStart::pending).value(), nullptr);
}

TEST_F(TableReplacementTest, GoesOnAfterACrash) {
    std::string instant;
    {
        auto replacement = table_.replacement(ReplacementStart::fresh).value();
        instant = replacement->instant();
        add(*replacement, "a", "1");
    }
    // A file that the crash left unsaved.
    const std::string orphan = "orphan_9-0-0_" + instant + ".parquet";
    std::filesystem::copy_file(table_.path() / Lab::files(table_.path(), ".parquet").front(), table_.path() / orphan);
    auto replacement = table_.replacement(ReplacementStart::pending).value();
    ASSERT_NE(replacement, nullptr);
    EXPECT_EQ(replacement->instant(), instant);
    EXPECT_EQ(replacement->saved_extra().at("levada.offset"), "1");
    EXPECT_FALSE(std::filesystem::exists(table_.path() / orphan));
    add(*replacement, "b", "2");
    ASSERT_TRUE(replacement->commit(upsert_of()).has_value());
    EXPECT_EQ(lab_.rows(table_, "id"), (Lines{"a", "b"}));
}

TEST_F(TableReplacementTest, UpsertsAgainstWhatWasAdded) {
    auto replacement = table_.replacement(ReplacementStart::fresh).value();
    const auto add = [&](const std::string& rows) {
        QueryFeed feed(lab_.engine(),
                       "SELECT *, row_number() OVER () - 1 AS levada_pos FROM (VALUES " + rows + ") v(id, name, ts)");
        ASSERT_TRUE(replacement->add(feed, upsert_of()).has_value());
    };
    add("('a', 'x', 1), ('b', 'y', 1)");
    add("('a', 'z', 2), ('c', 'w', 1)");
    replacement = table_.replacement(ReplacementStart::pending).value();
    add("('a', 'stale', 1), ('old', 'again', 1)");
    ASSERT_TRUE(replacement->commit(upsert_of()).has_value());
    EXPECT_EQ(lab_.rows(table_, "id, name"), (Lines{"a|z", "b|y", "c|w", "old|again"}));
    EXPECT_EQ(Lab::files(table_.path(), ".parquet").size(), 2U);
}

TEST_F(TableReplacementTest, AbandonedLeavesTheTable) {
    auto replacement = table_.replacement(ReplacementStart::fresh).value();
    add(*replacement, "a", "1");
    ASSERT_TRUE(replacement->abandon().has_value());
    EXPECT_EQ(lab_.rows(table_, "id"), (Lines{"old"}));
    EXPECT_EQ(Lab::files(table_.path(), ".parquet").size(), 1U);
    EXPECT_EQ(table_.replacement(ReplacementStart::pending).value(), nullptr);
}

TEST_F(TableReplacementTest, NothingAddedEmptiesTheTable) {
    auto replacement = table_.replacement(ReplacementStart::fresh).value();
    ASSERT_TRUE(replacement->commit(upsert_of()).has_value());
    EXPECT_TRUE(lab_.rows(table_).empty());
    EXPECT_EQ(table_.snapshot("").value().columns.size(), 3U);
}

}  // namespace
}  // namespace levada::lake
