#include "stream_table.h"

#include "load_support.h"

#include <gtest/gtest.h>

namespace levada::load {
namespace {

TEST(StreamTable, KeysAndColumnsByMode) {
    Yard yard;
    yard.target().mode = LoadMode::append_dedup;
    yard.target().primary_key = {"user id", "missing"};
    yard.target().cursor_field = "seen";
    yard.begin("r1", 0, R"({"properties":{"user id":{"type":"integer"}}})");
    yard.batch("{\"user id\":1,\"missing\":\"x\",\"seen\":\"2024\"}\n");
    yard.end();
    yard.drain();
    const auto table = lake::Table::open(yard.engine(), yard.clock(), yard.target().folder);
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->options().key, (std::vector<std::string>{"user_id", "missing"}));
    EXPECT_EQ(table->options().order, "_airbyte_extracted_at");
    EXPECT_EQ(yard.rows("user_id, missing, seen"), (std::vector<std::string>{"1|x|2024"}));
}

TEST(StreamTable, PositionIsFoundInTheNewestCommit) {
    Yard yard;
    yard.begin("r1", 4, kSchema);
    yard.batch("{\"id\":1}\n");
    yard.end();
    yard.drain();
    const LoadOptions options;
    StreamTable table(yard.queue(), yard.engine(), yard.clock(), yard.target(), options);
    const LoadPosition position = table.open().value();
    EXPECT_EQ(position.next_offset, 3);
    EXPECT_EQ(position.generation_id, 4);
    EXPECT_EQ(position.last_batch.id(), "r1/s/0/0");
    EXPECT_TRUE(position.is_declared);
}

TEST(StreamTable, OldSlicesAreCleaned) {
    Yard yard;
    yard.target().mode = LoadMode::append_dedup;
    yard.target().primary_key = {"id"};
    LoadOptions options;
    options.retained_commit_count = 2;
    for (int i = 0; i < 6; ++i) {
        yard.begin("r" + std::to_string(i), 0, kSchema);
        yard.batch("{\"id\":1,\"name\":\"v" + std::to_string(i) + "\"}\n");
        yard.end();
        yard.drain(options);
    }
    EXPECT_EQ(yard.rows("name"), (std::vector<std::string>{"v5"}));
    std::size_t file_count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(yard.target().folder)) {
        file_count += entry.path().extension() == ".parquet" ? 1 : 0;
    }
    EXPECT_EQ(file_count, 3U);
}

}  // namespace
}  // namespace levada::load
