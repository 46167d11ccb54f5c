#include "partition_table.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PartitionTable, FindsAndMakesRoom) {
    PartitionTable table;
    for (std::size_t i = 0; i < kPartitionsKeptMax; ++i) {
        table.add("p" + std::to_string(i), DatetimeProgress());
    }
    table.find("p0")->sequence = 0;
    table.make_room();
    EXPECT_EQ(table.size(), kPartitionsKeptMax - 1);
    EXPECT_NE(table.find("p0"), nullptr) << "being read";
    EXPECT_EQ(table.find("p1"), nullptr) << "the oldest that is not";
    EXPECT_EQ(&table.add("p2", DatetimeProgress()), table.find("p2"));
    EXPECT_EQ(table.size(), kPartitionsKeptMax - 1) << "present already";
}

TEST(ParentStateQueue, WaitsForTheOldestPartition) {
    ParentStateQueue queue;
    const Json one = Json::object({{"parents", 1}});
    const Json two = Json::object({{"parents", 2}});
    const std::int64_t first = queue.begin(one);
    const std::int64_t second = queue.begin(one);
    const std::int64_t third = queue.begin(two);
    queue.end(third);
    EXPECT_EQ(queue.take_finished(), std::nullopt) << "the first is open";
    queue.end(first);
    EXPECT_EQ(queue.take_finished(), one);
    EXPECT_EQ(queue.take_finished(), std::nullopt) << "no news";
    queue.end(second);
    EXPECT_EQ(queue.take_finished(), two);
}

TEST(ParentStateQueue, RouterWithoutParents) {
    ParentStateQueue queue;
    queue.end(queue.begin(Json()));
    EXPECT_EQ(queue.take_finished(), std::nullopt);
}

}  // namespace
}  // namespace levada::airbyte
