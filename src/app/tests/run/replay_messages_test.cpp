#include "run/replay_messages.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_queue.h"

namespace levada::app {
namespace {

TEST(ReplayMessages, KeepsRecordsStateAndEndApart) {
    testing::MemoryQueue queue;
    const testing::ManualClock clock;
    BatchWriter writer(queue, clock, {.topic = "p.s", .run = "r", .stream = "s"});
    ASSERT_TRUE(writer.begin(Json()));
    ReplayMessages messages(writer, no_log(), [] { return std::string("raw/p/s/r/1#2"); });
    const std::vector<std::string_view> records = {"{\"id\":1}"};
    ASSERT_TRUE(messages.status("s", airbyte::StreamStatus::started));
    ASSERT_TRUE(messages.records({"s", records}));
    ASSERT_TRUE(messages.state("s", Json::object({{"c", 5}}), 1));
    ASSERT_TRUE(messages.error({"s", "system_error", "no page", ""}));
    EXPECT_FALSE(messages.said().is_complete);
    ASSERT_TRUE(messages.status("s", airbyte::StreamStatus::complete));
    EXPECT_TRUE(messages.said().is_complete);
    EXPECT_EQ(messages.said().state.dump(), "{\"c\":5}");
    EXPECT_EQ(messages.said().error, "no page");
    EXPECT_EQ(messages.said().record_count, 1);
    EXPECT_EQ(queue.bounds("p.s")->second, 1) << "no checkpoint: the stream's own state stays";
}

TEST(ReplayMessages, TakeBackWhatTheRunTookBack) {
    // Goal: the newest slice's records, once; nothing of a slice that gave none.
    testing::MemoryQueue queue;
    const testing::ManualClock clock;
    BatchWriter writer(queue, clock, {.topic = "p.s", .run = "r", .stream = "s", .may_take_back = true});
    ReplayMessages messages(writer, no_log(), [] { return std::string(); });
    const std::vector<std::string_view> records = {"{\"id\":1}", "{\"id\":2}"};
    ASSERT_TRUE(messages.records({.stream = "s", .records = records, .slice = 0}));
    ASSERT_TRUE(messages.records({.stream = "s", .records = records, .slice = 1}));
    ASSERT_TRUE(messages.take_back("s", 1));
    ASSERT_TRUE(messages.take_back("s", 2));
    EXPECT_EQ(messages.said().record_count, 4);
    EXPECT_EQ(messages.said().taken_back_count, 2);
    const auto newest = decode(queue.read("p.s", 1, 1)->front().payload);
    ASSERT_TRUE(std::holds_alternative<Retraction>(*newest));
    EXPECT_EQ(std::get<Retraction>(*newest).first_record, 2);
}

TEST(ReplayMessages, EndBeforeThePageThatTheNextRunReadAgain) {
    // Goal: records up to that page count, none behind it, and no state after that.
    testing::MemoryQueue queue;
    const testing::ManualClock clock;
    BatchWriter writer(queue, clock, {.topic = "p.s", .run = "r", .stream = "s"});
    ReplayMessages messages(writer, no_log(), [] { return std::string(); }, "raw/p/s/r/000001.warc.gz#200");
    const std::vector<std::string_view> records = {"{\"id\":1}"};
    ASSERT_TRUE(messages.records({.stream = "s", .records = records, .raw_object = "raw/p/s/r/000001.warc.gz#100"}));
    ASSERT_TRUE(messages.records({.stream = "s", .records = records, .raw_object = "raw/p/s/r/000001.warc.gz#200"}));
    ASSERT_TRUE(messages.state("s", Json(1), 2));
    const Status behind =
        messages.records({.stream = "s", .records = records, .raw_object = "raw/p/s/r/000001.warc.gz#300"});
    ASSERT_FALSE(behind);
    EXPECT_EQ(behind.error().fact(airbyte::kStreamOverFact), "s");
    ASSERT_TRUE(messages.state("s", Json(2), 0));
    EXPECT_EQ(messages.said().record_count, 2);
    EXPECT_EQ(messages.said().state.dump(), "1");
}

}  // namespace
}  // namespace levada::app
