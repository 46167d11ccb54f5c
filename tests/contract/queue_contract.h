#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "levada/ports/queue.h"

namespace levada {

/// What every Queue promises. `Fixture` is default-constructible and has `Queue& queue()` and `void reopen()`, after
/// which queue() is another object over the same messages.
template <typename Fixture>
class QueueContract : public ::testing::Test {
protected:
    Queue& queue() { return fixture_.queue(); }
    void reopen() { fixture_.reopen(); }

    std::int64_t append(const std::string& topic, const std::vector<std::string>& payloads) {
        const std::vector<std::string_view> views(payloads.begin(), payloads.end());
        const Result<std::int64_t> first = queue().append(topic, views);
        EXPECT_TRUE(first.has_value()) << (first.has_value() ? "" : first.error().to_string());
        return first.has_value() ? *first : -1;
    }

    /// All payloads from `offset` on, read in as many calls as it takes.
    std::vector<std::string> payloads(const std::string& topic,
                                      std::int64_t offset = 0,
                                      std::size_t size_bytes_max = 1000) {
        std::vector<std::string> all;
        while (true) {
            const Result<std::vector<QueueMessage>> read = queue().read(topic, offset, size_bytes_max);
            EXPECT_TRUE(read.has_value()) << (read.has_value() ? "" : read.error().to_string());
            if (!read.has_value() || read->empty()) {
                return all;
            }
            for (const QueueMessage& message : *read) {
                EXPECT_EQ(message.offset, offset);
                all.push_back(message.payload);
                offset += 1;
            }
        }
    }

    Fixture fixture_;
};

TYPED_TEST_SUITE_P(QueueContract);

TYPED_TEST_P(QueueContract, MessagesComeBackInOrder) {
    // Goal: offsets count up from 0 over all appends; what was appended is read, also by another object.
    EXPECT_EQ(this->append("t", {"a", std::string("\0b\n", 3)}), 0);
    EXPECT_EQ(this->append("t", {"", std::string(300'000, 'c')}), 2);
    EXPECT_EQ(this->append("other", {"x"}), 0);
    const std::vector<std::string> want = {"a", std::string("\0b\n", 3), "", std::string(300'000, 'c')};
    EXPECT_EQ(this->payloads("t"), want);
    this->reopen();
    EXPECT_EQ(this->payloads("t"), want);
    EXPECT_EQ(this->append("t", {"d"}), 4);
    EXPECT_EQ(this->payloads("t", 4), std::vector<std::string>{"d"});
    const auto bounds = this->queue().bounds("t");
    ASSERT_TRUE(bounds.has_value());
    EXPECT_EQ(*bounds, (std::pair<std::int64_t, std::int64_t>(0, 5)));
    EXPECT_EQ(*this->queue().topics(), (std::vector<std::string>{"other", "t"}));
}

TYPED_TEST_P(QueueContract, ReadsAtMostWhatIsAskedFor) {
    // Goal: the limit counts payload bytes; one message comes however small the limit; nothing comes at the end.
    this->append("t", {"12345", "12345", "12345"});
    EXPECT_EQ(this->queue().read("t", 0, 10)->size(), 2U);
    EXPECT_EQ(this->queue().read("t", 1, 1)->size(), 1U);
    EXPECT_TRUE(this->queue().read("t", 3, 10)->empty());
    EXPECT_TRUE(this->queue().read("t", 99, 10)->empty());
}

TYPED_TEST_P(QueueContract, UnknownTopicsAndOldOffsetsAreErrors) {
    // Goal: the codes that the port names.
    EXPECT_EQ(this->queue().read("none", 0, 10).error().code(), ErrorCode::not_found);
    EXPECT_EQ(this->queue().bounds("none").error().code(), ErrorCode::not_found);
    this->append("t", {"a"});
    EXPECT_EQ(this->queue().read("t", -1, 10).error().code(), ErrorCode::invalid_data);
    EXPECT_FALSE(this->queue().committed_offset("t", "c")->has_value());
}

TYPED_TEST_P(QueueContract, TooLargeMessagesAreRefusedWhole) {
    // Goal: one message over the limit refuses the call, and nothing of it is kept.
    const std::string large(kQueueMessageSizeBytesMax + 1, 'x');
    const std::string_view payloads[] = {"small", large};
    EXPECT_EQ(this->queue().append("t", payloads).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(this->append("t", {"first"}), 0);
}

TYPED_TEST_P(QueueContract, ConsumersRememberTheirOffsets) {
    // Goal: an offset per topic and consumer, overwritten by the newest, durable; names of any bytes.
    this->append("t", {"a", "b"});
    const std::string odd = "../odd name/\xc3\xa9.";
    ASSERT_TRUE(this->queue().commit_offset("t", "loader", 1).has_value());
    ASSERT_TRUE(this->queue().commit_offset("t", "loader", 2).has_value());
    ASSERT_TRUE(this->queue().commit_offset("t", odd, 1).has_value());
    this->append(odd, {"in an odd topic"});
    this->reopen();
    EXPECT_EQ(*this->queue().committed_offset("t", "loader"), 2);
    EXPECT_EQ(*this->queue().committed_offset("t", odd), 1);
    EXPECT_EQ(this->payloads(odd), std::vector<std::string>{"in an odd topic"});
}

TYPED_TEST_P(QueueContract, ThreadsAppendWithoutLoss) {
    // Goal: four writers; every message is there once and each writer's are in its order.
    constexpr int kWriterCount = 4;
    constexpr int kMessageCount = 50;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriterCount; ++writer) {
        writers.emplace_back([this, writer] {
            for (int i = 0; i < kMessageCount; ++i) {
                this->append("t", {std::to_string(writer) + ":" + std::to_string(i)});
            }
        });
    }
    for (std::thread& writer : writers) {
        writer.join();
    }
    std::vector<int> next(kWriterCount, 0);
    for (const std::string& payload : this->payloads("t")) {
        const auto writer = static_cast<std::size_t>(payload[0] - '0');
        EXPECT_EQ(payload.substr(2), std::to_string(next[writer]++)) << payload;
    }
    EXPECT_EQ(next, std::vector<int>(kWriterCount, kMessageCount));
}

REGISTER_TYPED_TEST_SUITE_P(QueueContract,
                            MessagesComeBackInOrder,
                            ReadsAtMostWhatIsAskedFor,
                            UnknownTopicsAndOldOffsetsAreErrors,
                            TooLargeMessagesAreRefusedWhole,
                            ConsumersRememberTheirOffsets,
                            ThreadsAppendWithoutLoss);

}  // namespace levada
