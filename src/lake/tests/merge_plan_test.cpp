#include "merge_plan.h"

#include "lake_support.h"

#include <gtest/gtest.h>

namespace levada::lake {
namespace {

TEST(MergePlan, DedupesByPartitionAndKey) {
    Lab lab;
    TableOptions options = plain_table();
    options.partition = {"dt"};
    QueryFeed feed(lab.engine(),
                   "SELECT * FROM (VALUES ('a', 'p', 1, 0), ('a', 'p', 2, 1), ('a', 'q', 1, 2), ('b', NULL, 1, 3)) "
                   "v(id, dt, ts, levada_pos)");
    auto plan = MergePlan::make(lab.engine(), lab.path("t"), options, feed, {{"ts"}, "", false, false}).value();
    const auto partitions = plan->partitions().value();
    ASSERT_EQ(partitions.size(), 3U);
    EXPECT_EQ(partitions[0], (PartitionValues{"p"}));
    EXPECT_EQ(partitions[2], (PartitionValues{std::nullopt}));
    const PartitionMerge merge = plan->merge(partitions[0], {}).value();
    EXPECT_EQ(merge.insert_count, 1);
    EXPECT_TRUE(merge.slices.empty());
    EXPECT_FALSE(merge.is_whole_feed);
    EXPECT_EQ(merge.insert_bounds.least, "a");
}

TEST(MergePlan, WholeFeedNeedsEveryRow) {
    // Goal: a dropped last row must not pass for a feed without duplicates. Method: the loser stands last.
    Lab lab;
    struct Case {
        const char* rows;
        bool want;
    };
    constexpr Case kCases[] = {{"('a', 5, 0), ('b', 1, 1)", true}, {"('a', 5, 0), ('a', 1, 1)", false}};
    for (const Case& c : kCases) {
        QueryFeed feed(lab.engine(), std::string("SELECT * FROM (VALUES ") + c.rows + ") v(id, ts, levada_pos)");
        auto plan =
            MergePlan::make(lab.engine(), lab.path("t"), plain_table(), feed, {{"ts"}, "", false, false}).value();
        EXPECT_EQ(plan->merge({}, {}).value().is_whole_feed, c.want) << "case: " << c.rows;
    }
}

TEST(MergePlan, ScratchTablesGo) {
    Lab lab;
    {
        QueryFeed feed(lab.engine(), "SELECT 'a' AS id, 1 AS ts, 0 AS levada_pos");
        auto plan = MergePlan::make(lab.engine(), lab.path("t"), plain_table(), feed, {}).value();
        ASSERT_TRUE(plan->merge({}, {}).has_value());
    }
    EXPECT_EQ(lab.lines("SELECT count(*) FROM duckdb_tables()"), (std::vector<std::string>{"0"}));
}

}  // namespace
}  // namespace levada::lake
