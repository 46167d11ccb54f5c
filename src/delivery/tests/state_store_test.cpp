#include "levada/delivery/state_store.h"

#include <gtest/gtest.h>

#include "levada/delivery/batch_writer.h"
#include "levada/delivery/forwarding_queue.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

class StateStoreTest : public ::testing::Test {
protected:
    std::int64_t checkpoint(int cursor) {
        BatchWriter writer(queue_, clock_, {.topic = "p.s", .run = "r", .stream = "s"});
        const std::string_view record = "{}";
        EXPECT_TRUE(writer.add(std::span(&record, 1), "").has_value());
        return *writer.checkpoint(state(cursor));
    }
    static Json state(int cursor) { return Json::object({{"cursor", cursor}}); }
    std::string newest() {
        const auto found = states_.newest("p", "s");
        EXPECT_TRUE(found.has_value()) << (found.has_value() ? "" : found.error().to_string());
        return found.has_value() && found->has_value() ? (*found)->dump() : "none";
    }

    testing::MemoryQueue queue_;
    testing::MemoryMetadata metadata_;
    testing::ManualClock clock_;
    StateStore states_{queue_, metadata_};
};

TEST_F(StateStoreTest, ACheckpointThatWasNotNotedOutlivesItsMessages) {
    // Goal: a crash came between a checkpoint and its note; what was loaded leaves the queue, the state does not go
    // back. Found by the simulation: records were read and loaded twice.
    ASSERT_TRUE(states_.note("p", "s", checkpoint(1), state(1)).has_value());
    checkpoint(2);
    EXPECT_EQ(newest(), "{\"cursor\":2}");
    EXPECT_EQ(metadata_.get("states", "p.s").value()->value.dump(), "{\"next_offset\":4,\"state\":{\"cursor\":2}}");
}

TEST_F(StateStoreTest, AQueueThatEndsBeforeTheNoteIsDamaged) {
    ASSERT_TRUE(states_.note("p", "s", checkpoint(1) + 5, state(1)).has_value());
    const auto found = states_.newest("p", "s");
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code(), ErrorCode::corruption);
    ASSERT_TRUE(states_.reset("p", "s").has_value());
    EXPECT_EQ(newest(), "none");
}

TEST_F(StateStoreTest, AStateOutlivesItsQueueWhereTheTableHasAllOfIt) {
    // Goal: the queue was lost; the state that was noted counts in the new one from where it is anchored, and newer
    // checkpoints after that.
    testing::MemoryQueue lost;
    BatchWriter writer(lost, clock_, {.topic = "p.s", .run = "r", .stream = "s"});
    ASSERT_TRUE(writer.checkpoint(state(1)).has_value());
    ASSERT_TRUE(states_.note("p", "s", *writer.checkpoint(state(2)), state(2)).has_value());
    EXPECT_TRUE(states_.is_adrift("p", "s").value());
    EXPECT_FALSE(states_.is_adrift("p", "other").value());
    checkpoint(9);
    ASSERT_TRUE(states_.anchor("p", "s").has_value());
    EXPECT_FALSE(states_.is_adrift("p", "s").value());
    EXPECT_EQ(newest(), "{\"cursor\":2}");
    checkpoint(3);
    EXPECT_EQ(newest(), "{\"cursor\":3}");
    ASSERT_TRUE(states_.anchor("p", "other").has_value()) << "nothing was noted: from the start";
    EXPECT_FALSE(states_.newest("p", "other")->has_value());
}

TEST_F(StateStoreTest, KnowsTheNewestPageBeforeAState) {
    // Goal: noted or not, the page goes with the state; a state that a person sets has none.
    BatchWriter writer(queue_, clock_, {.topic = "p.s", .run = "r", .stream = "s"});
    EXPECT_EQ(states_.newest_page("p", "s").value(), "");
    const std::string_view record = "{}";
    ASSERT_TRUE(writer.add(std::span(&record, 1), "k#1").has_value());
    const std::int64_t first = writer.checkpoint(state(1)).value();
    ASSERT_TRUE(states_.note("p", "s", first, state(1), writer.newest_page()).has_value());
    EXPECT_EQ(states_.newest_page("p", "s").value(), "k#1");
    ASSERT_TRUE(writer.add(std::span(&record, 1), "k#2").has_value());
    ASSERT_TRUE(writer.checkpoint(state(2)).has_value());
    EXPECT_EQ(states_.newest_page("p", "s").value(), "k#2") << "a crash came before it was noted";
    ASSERT_TRUE(writer.checkpoint(state(3)).has_value());
    EXPECT_EQ(states_.newest_page("p", "s").value(), "k#2") << "no record came in between";
    ASSERT_TRUE(states_.set("p", "s", state(0)).has_value());
    EXPECT_EQ(states_.newest_page("p", "s").value(), "");
}

TEST_F(StateStoreTest, TheNewestCheckpointCounts) {
    // Goal: with and without a note, and with checkpoints after the note (a crash came before it was written).
    EXPECT_EQ(newest(), "none");
    const std::int64_t first = checkpoint(1);
    EXPECT_EQ(newest(), "{\"cursor\":1}") << "without a note";
    ASSERT_TRUE(states_.note("p", "s", first, state(1)).has_value());
    EXPECT_EQ(newest(), "{\"cursor\":1}");
    checkpoint(2);
    checkpoint(3);
    EXPECT_EQ(newest(), "{\"cursor\":3}");
}

TEST_F(StateStoreTest, WhatAPersonSetCounts) {
    // Goal: set and reset beat what stands in the queue, and a later checkpoint beats them.
    checkpoint(1);
    ASSERT_TRUE(states_.set("p", "s", state(100)).has_value());
    EXPECT_EQ(newest(), "{\"cursor\":100}");
    ASSERT_TRUE(states_.reset("p", "s").has_value());
    EXPECT_EQ(newest(), "none");
    checkpoint(2);
    EXPECT_EQ(newest(), "{\"cursor\":2}");
    ASSERT_TRUE(states_.set("p", "other", state(5)).has_value()) << "a stream without a topic";
    EXPECT_EQ((**states_.newest("p", "other")).dump(), "{\"cursor\":5}");
}

class CountingQueue final : public ForwardingQueue {
public:
    explicit CountingQueue(Queue& next) : ForwardingQueue(next) {}
    Result<std::vector<QueueMessage>> read(const std::string& topic, std::int64_t offset, std::size_t size) override {
        auto messages = ForwardingQueue::read(topic, offset, size);
        message_count += messages.has_value() ? messages->size() : 0;
        return messages;
    }
    std::size_t message_count = 0;
};

TEST_F(StateStoreTest, ATopicWithoutCheckpointsIsNotReadAgainAndAgain) {
    // Goal: a loader asks after each commit; a stream that gives no states would else be read once for each of them.
    CountingQueue counting(queue_);
    StateStore states(counting, metadata_);
    BatchWriter writer(queue_, clock_, {.topic = "p.s", .run = "r", .stream = "s"});
    ASSERT_TRUE(writer.begin(Json()).has_value());
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(states.newest("p", "s").has_value());
    }
    EXPECT_EQ(counting.message_count, 1U);
    checkpoint(7);
    EXPECT_EQ((**states.newest("p", "s")).dump(), "{\"cursor\":7}");
    EXPECT_EQ((**states.newest("p", "s")).dump(), "{\"cursor\":7}");
    EXPECT_EQ(counting.message_count, 3U);
}

TEST_F(StateStoreTest, AForeignMessageIsAnError) {
    // Goal: what is no message is not skipped in silence; the error says where it is.
    const std::string_view garbage = "garbage";
    ASSERT_TRUE(queue_.append("p.s", std::span(&garbage, 1)).has_value());
    const auto found = states_.newest("p", "s");
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().fact("offset"), "0");
}

}  // namespace
}  // namespace levada
