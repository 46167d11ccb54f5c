#include "levada/delivery/batch_writer.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

class BatchWriterTest : public ::testing::Test {
protected:
    BatchWriter writer(std::size_t batch_size_bytes_max = 1 << 20, Executor* executor = nullptr) {
        return {queue_,
                clock_,
                {.topic = "p.s",
                 .run = "r",
                 .stream = "s",
                 .sync_id = 7,
                 .generation_id = 2,
                 .batch_size_bytes_max = batch_size_bytes_max,
                 .executor = executor}};
    }
    // The kind, place and count of each message.
    std::vector<std::string> log() {
        std::vector<std::string> lines;
        const auto messages = queue_.read("p.s", 0, 1 << 30);
        EXPECT_TRUE(messages.has_value());
        for (const QueueMessage& message : *messages) {
            const auto decoded = decode(message.payload);
            EXPECT_TRUE(decoded.has_value()) << (decoded.has_value() ? "" : decoded.error().to_string());
            if (const auto* const batch = std::get_if<RecordBatch>(&*decoded)) {
                lines.push_back("batch " + batch->place.id() + " " + std::to_string(batch->count) + " " +
                                std::string(batch->records));
            } else if (const auto* const checkpoint = std::get_if<Checkpoint>(&*decoded)) {
                lines.push_back("checkpoint " + std::to_string(checkpoint->slice) + " " +
                                std::to_string(checkpoint->count) + " " + checkpoint->state.dump());
            } else if (const auto* const end = std::get_if<StreamEnd>(&*decoded)) {
                lines.push_back("end " + std::to_string(end->slice) + " " + std::to_string(end->count) + " " +
                                std::string(to_string(end->outcome)));
            } else if (const auto* const back = std::get_if<Retraction>(&*decoded)) {
                lines.push_back("retraction " + std::to_string(back->slice) + " " +
                                std::to_string(back->first_sequence) + "." + std::to_string(back->first_record) + "-" +
                                std::to_string(back->last_sequence) + " " + std::to_string(back->count));
            } else {
                lines.emplace_back("begin");
            }
        }
        return lines;
    }
    static Status add(BatchWriter& writer, const std::vector<std::string_view>& records) {
        return writer.add(records, "raw#1");
    }

    testing::MemoryQueue queue_;
    testing::ManualClock clock_;
};

TEST_F(BatchWriterTest, BatchesComeBeforeTheirBoundary) {
    // Goal: the order and numbers of docs/formats/batch.md; a checkpoint and its last batch are one append.
    BatchWriter batches = writer();
    ASSERT_TRUE(batches.begin(Json()).has_value());
    ASSERT_TRUE(add(batches, {"{\"a\":1}", "{\"a\":\n2}"}).has_value());
    EXPECT_EQ(batches.uncommitted_count(), 2);
    EXPECT_EQ(*batches.checkpoint(Json::object({{"c", 1}})), 2);
    ASSERT_TRUE(add(batches, {"{\"a\":3}"}).has_value());
    ASSERT_TRUE(batches.checkpoint(Json::object({{"c", 2}})).has_value());
    EXPECT_EQ(*batches.checkpoint(Json::object({{"c", 3}})), 5);
    ASSERT_TRUE(batches.end(StreamOutcome::complete).has_value());
    EXPECT_EQ(log(),
              (std::vector<std::string>{"begin",
                                        "batch r/s/0/0 2 {\"a\":1}\n{\"a\": 2}\n",
                                        "checkpoint 0 2 {\"c\":1}",
                                        "batch r/s/1/0 1 {\"a\":3}\n",
                                        "checkpoint 1 1 {\"c\":2}",
                                        "checkpoint 2 0 {\"c\":3}",
                                        "end 3 0 complete"}));
    EXPECT_EQ(queue_.append_count(), 5);
    EXPECT_EQ(batches.record_count(), 3);
    EXPECT_EQ(batches.batch_count(), 2);
    EXPECT_EQ(batches.size_bytes(), 22U);
}

TEST_F(BatchWriterTest, AFullBatchIsAppendedAtOnce) {
    // Goal: no batch is larger than its limit, but one of a single large record.
    BatchWriter batches = writer(20);
    ASSERT_TRUE(add(batches, {"{\"a\":1}", "{\"a\":2}", "{\"a\":3}"}).has_value());
    const std::string large = "{\"a\":\"" + std::string(100, 'x') + "\"}";
    ASSERT_TRUE(add(batches, {large, "{}"}).has_value());
    ASSERT_TRUE(batches.end(StreamOutcome::incomplete).has_value());
    EXPECT_EQ(log(),
              (std::vector<std::string>{"batch r/s/0/0 2 {\"a\":1}\n{\"a\":2}\n",
                                        "batch r/s/0/1 1 {\"a\":3}\n",
                                        "batch r/s/0/2 1 " + large + "\n",
                                        "batch r/s/0/3 1 {}\n",
                                        "end 0 5 incomplete"}));
}

TEST_F(BatchWriterTest, WhatCameSinceASliceWasOpenedIsTakenBack) {
    // Goal: the retraction names the records since open_slice(), wherever batches end, and none twice.
    BatchWriter batches(
        queue_, clock_, {.topic = "p.s", .run = "r", .stream = "s", .may_take_back = true, .batch_size_bytes_max = 20});
    EXPECT_EQ(*batches.take_back(), 0);
    ASSERT_TRUE(add(batches, {"{\"a\":1}"}).has_value());
    batches.open_slice();
    ASSERT_TRUE(add(batches, {"{\"a\":2}", "{\"a\":3}"}).has_value());
    EXPECT_EQ(*batches.take_back(), 2);
    EXPECT_EQ(*batches.take_back(), 0);
    ASSERT_TRUE(add(batches, {"{\"a\":4}", "{\"a\":5}"}).has_value());
    batches.open_slice();
    ASSERT_TRUE(add(batches, {"{\"a\":6}"}).has_value());
    ASSERT_TRUE(batches.checkpoint(Json(1)).has_value());
    EXPECT_EQ(*batches.take_back(), 0) << "a state covers them";
    ASSERT_TRUE(add(batches, {"{\"a\":7}"}).has_value());
    EXPECT_EQ(*batches.take_back(), 1);
    ASSERT_TRUE(batches.end(StreamOutcome::incomplete).has_value());
    EXPECT_EQ(log(),
              (std::vector<std::string>{"batch r/s/0/0 2 {\"a\":1}\n{\"a\":2}\n",
                                        "batch r/s/0/1 1 {\"a\":3}\n",
                                        "retraction 0 0.1-1 2",
                                        "batch r/s/0/2 2 {\"a\":4}\n{\"a\":5}\n",
                                        "batch r/s/0/3 1 {\"a\":6}\n",
                                        "checkpoint 0 6 1",
                                        "batch r/s/1/0 1 {\"a\":7}\n",
                                        "retraction 1 0.0-0 1",
                                        "end 1 1 incomplete"}));
}

TEST_F(BatchWriterTest, WhereNothingIsTakenBackNothingIsSaid) {
    BatchWriter batches = writer();
    batches.open_slice();
    ASSERT_TRUE(add(batches, {"{}"}).has_value());
    EXPECT_EQ(*batches.take_back(), 0);
    ASSERT_TRUE(batches.end(StreamOutcome::incomplete).has_value());
    EXPECT_EQ(log(), (std::vector<std::string>{"batch r/s/0/0 1 {}\n", "end 0 1 incomplete"}));
}

TEST_F(BatchWriterTest, ALongHeaderFitsAsWell) {
    // Goal: a name that needs more room than is reserved.
    const std::string name(3000, 'n');
    BatchWriter batches(queue_, clock_, {.topic = "p.s", .run = "r", .stream = name});
    ASSERT_TRUE(add(batches, {"{\"a\":1}"}).has_value());
    ASSERT_TRUE(batches.end(StreamOutcome::complete).has_value());
    EXPECT_EQ(log()[0], "batch r/" + name + "/0/0 1 {\"a\":1}\n");
}

TEST_F(BatchWriterTest, EachRecordKnowsItsPage) {
    // Goal: records of many pages in one batch name the page that each came in, however the pages' places change.
    const std::string key = "raw/p/s/r/000001.warc.gz#";
    struct Page {
        std::string place;
        std::size_t record_count;
    };
    const std::vector<Page> pages = {
        {key + "10", 2}, {key + "20", 1}, {key + "20", 1}, {"raw/p/t/r/000009.warc.gz#7", 1}, {"", 1}, {key + "30", 3}};
    BatchWriter batches = writer();
    std::vector<std::string> want;
    for (const Page& page : pages) {
        const std::vector<std::string_view> records(page.record_count, "{}");
        want.insert(want.end(), page.record_count, page.place);
        ASSERT_TRUE(batches.add(records, page.place).has_value());
    }
    ASSERT_TRUE(batches.end(StreamOutcome::complete).has_value());
    const auto messages = queue_.read("p.s", 0, 1 << 20);
    const auto decoded = decode(messages.value().front().payload);
    const auto& batch = std::get<RecordBatch>(decoded.value());
    EXPECT_EQ(batch.pages, "2:20,4:raw/p/t/r/000009.warc.gz#7,5:,6:30");
    for (std::size_t i = 0; i < want.size(); ++i) {
        EXPECT_EQ(batch.raw_object_of(static_cast<std::int64_t>(i)), want[i]) << "record " << i;
    }
}

TEST_F(BatchWriterTest, TheListOfPagesHasAnEnd) {
    // Goal: a batch of tiny pages is appended before its header gets large; no record is lost or doubled.
    BatchWriter batches = writer();
    constexpr int kCount = 20'000;
    for (int i = 0; i < kCount; ++i) {
        const std::string_view record = "{}";
        ASSERT_TRUE(batches.add(std::span(&record, 1), "raw/p/s/r/000001.warc.gz#" + std::to_string(i)).has_value());
    }
    ASSERT_TRUE(batches.end(StreamOutcome::complete).has_value());
    const auto messages = queue_.read("p.s", 0, 1 << 30);
    int count = 0;
    for (const QueueMessage& message : messages.value()) {
        const auto decoded = decode(message.payload);
        if (const auto* const batch = std::get_if<RecordBatch>(&*decoded)) {
            EXPECT_LT(batch->pages.size(), 70'000U);
            EXPECT_EQ(batch->raw_object_of(batch->count - 1),
                      "raw/p/s/r/000001.warc.gz#" + std::to_string(count + batch->count - 1));
            EXPECT_EQ(batch->records.size(), static_cast<std::size_t>(batch->count) * 3);
            count += static_cast<int>(batch->count);
        }
    }
    EXPECT_EQ(count, kCount);
}

TEST_F(BatchWriterTest, AFailedAppendIsTold) {
    // Goal: a full disk is the queue's error, and a record above the queue's limit is refused before anything is lost.
    BatchWriter batches = writer(20);
    queue_.set_appends_left(0);
    ASSERT_TRUE(add(batches, {"{\"a\":1}", "{\"a\":2}"}).has_value());
    EXPECT_EQ(add(batches, {"{\"a\":3}"}).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(batches.checkpoint(Json()).error().code(), ErrorCode::unavailable);
    const std::string huge(kQueueMessageSizeBytesMax, 'x');
    EXPECT_EQ(add(batches, {huge}).error().code(), ErrorCode::invalid_data);
}

TEST_F(BatchWriterTest, BatchesAppendedBehindKeepTheirOrder) {
    // Goal: with an executor the topic is the same, message by message.
    const auto written = [this](Executor* executor) {
        const auto before = queue_.bounds("p.s");
        const auto first = static_cast<std::ptrdiff_t>(before.has_value() ? before->second : 0);
        BatchWriter batches = writer(20, executor);
        for (int i = 0; i < 100; ++i) {
            const std::string record = "{\"a\":" + std::to_string(i) + "}";
            EXPECT_TRUE(add(batches, {record}).has_value());
            EXPECT_TRUE(i % 30 != 0 || batches.checkpoint(Json(i)).has_value());
        }
        EXPECT_TRUE(batches.end(StreamOutcome::complete).has_value());
        const std::vector<std::string> all = log();
        return std::vector<std::string>(all.begin() + first, all.end());
    };
    ThreadExecutor executor(1, 1);
    EXPECT_EQ(written(&executor), written(nullptr));
}

TEST_F(BatchWriterTest, ABatchThatFailedBehindIsNotPassedOver) {
    // Goal: the error comes with a later call, no boundary comes before the batch, and when there is room again the
    // writer goes on with it.
    ThreadExecutor executor(1, 1);
    BatchWriter batches = writer(20, &executor);
    ASSERT_TRUE(add(batches, {"{\"a\":1}", "{\"a\":2}"}).has_value());
    queue_.set_appends_left(0);
    ASSERT_TRUE(add(batches, {"{\"a\":3}"}).has_value());
    EXPECT_EQ(batches.checkpoint(Json(1)).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(batches.end(StreamOutcome::incomplete).error().code(), ErrorCode::unavailable);
    queue_.set_appends_left(-1);
    ASSERT_TRUE(batches.end(StreamOutcome::complete).has_value());
    EXPECT_EQ(log(),
              (std::vector<std::string>{
                  "batch r/s/0/0 2 {\"a\":1}\n{\"a\":2}\n", "batch r/s/0/1 1 {\"a\":3}\n", "end 0 3 complete"}));
}

}  // namespace
}  // namespace levada
