#include "levada/adapters/local_queue.h"

#include "contract/queue_contract.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "levada/base/file.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_queue.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class LocalQueueFixture {
public:
    LocalQueueFixture() { reopen(); }
    Queue& queue() { return *queue_; }
    void reopen() {
        queue_.reset();
        queue_ = *LocalQueue::open(folder_.path(), {.segment_size_bytes_max = 4096}, clock_, no_log());
    }

private:
    testing::TempDir folder_;
    testing::ManualClock clock_;
    std::unique_ptr<LocalQueue> queue_;
};

class MemoryQueueFixture {
public:
    Queue& queue() { return queue_; }
    void reopen() {}

private:
    testing::MemoryQueue queue_;
};

using QueueFixtures = ::testing::Types<LocalQueueFixture, MemoryQueueFixture>;
INSTANTIATE_TYPED_TEST_SUITE_P(Queues, QueueContract, QueueFixtures);

// A message that can be checked by itself: its number, padded to a length that depends on it.
std::string message(std::int64_t number) {
    std::string text = std::to_string(number) + ":";
    return text.append(static_cast<std::size_t>(number * 7919 % 30'000), static_cast<char>('a' + number % 26));
}

// Appends message after message, tells each offset that was acknowledged, and never ends by itself.
[[noreturn]] void append_until_killed(const std::filesystem::path& folder, int acknowledged_fd) {
    const testing::ManualClock clock;
    const auto queue = LocalQueue::open(folder, {.segment_size_bytes_max = 200'000}, clock, no_log());
    if (!queue.has_value()) {
        _exit(1);
    }
    const auto bounds = (*queue)->bounds("t");
    for (std::int64_t number = bounds.has_value() ? bounds->second : 0;; number += 2) {
        const std::string first = message(number);
        const std::string second = message(number + 1);
        const std::string_view payloads[] = {first, second};
        const auto offset = (*queue)->append("t", payloads);
        if (!offset.has_value() || *offset != number ||
            ::write(acknowledged_fd, &number, sizeof(number)) != sizeof(number)) {
            _exit(2);
        }
    }
}

TEST(LocalQueueFault, KilledWritersLoseNothingThatWasAcknowledged) {
    // Goal: kill -9 in the middle of appends, ten times over one folder; every acknowledged message is there and whole.
    const testing::TempDir folder;
    const testing::ManualClock clock;
    std::int64_t acknowledged = -1;
    for (int round = 1; round <= 10; ++round) {
        int fds[2];
        ASSERT_EQ(::pipe(&fds[0]), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(fds[0]);
            append_until_killed(folder.path(), fds[1]);
        }
        ::close(fds[1]);
        std::int64_t number = 0;
        for (int i = 0; i < round * 3 && ::read(fds[0], &number, sizeof(number)) == sizeof(number); ++i) {
            acknowledged = number;
        }
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << WEXITSTATUS(status);
        while (::read(fds[0], &number, sizeof(number)) == sizeof(number)) {
            acknowledged = number;
        }
        ::close(fds[0]);
        const auto queue = LocalQueue::open(folder.path(), {.segment_size_bytes_max = 200'000}, clock, no_log());
        ASSERT_TRUE(queue.has_value()) << queue.error().to_string();
        const auto bounds = (*queue)->bounds("t");
        ASSERT_TRUE(bounds.has_value());
        ASSERT_GE(bounds->second, acknowledged + 2) << "round " << round;
        for (std::int64_t offset = 0; offset < bounds->second;) {
            const auto messages = (*queue)->read("t", offset, 1 << 20);
            ASSERT_TRUE(messages.has_value() && !messages->empty()) << offset;
            for (const QueueMessage& got : *messages) {
                ASSERT_EQ(got.payload, message(offset++));
            }
        }
    }
}

class CollectingLog final : public LogSink {
public:
    void write_entry(LogLevel /*level*/, std::string_view message, std::span<const LogField> fields) override {
        entries.emplace_back(message);
        for (const auto& [name, value] : fields) {
            entries.back().append(" ").append(value);
        }
    }
    std::vector<std::string> entries;
};

TEST(LocalQueueFault, ATornTailIsCutAndTold) {
    // Goal: half a record at the end goes, with a warning that names the topic; a folder without a segment is no topic.
    const testing::TempDir folder;
    const testing::ManualClock clock;
    const std::string_view payloads[] = {"a", "b"};
    ASSERT_TRUE((*LocalQueue::open(folder.path(), {}, clock, no_log()))->append("top/ic", payloads).has_value());
    const std::filesystem::path path = folder.path() / "top%2Fic" / "00000000000000000000.log";
    const std::string whole = *read_file(path);
    ASSERT_TRUE(write_file_atomically(path, whole.substr(0, whole.size() - 1)).has_value());
    ASSERT_TRUE(make_folders(folder.path() / "empty").has_value());
    CollectingLog log;
    const auto queue = *LocalQueue::open(folder.path(), {}, clock, log);
    ASSERT_EQ(log.entries.size(), 1U);
    EXPECT_NE(log.entries[0].find("top/ic 32"), std::string::npos) << log.entries[0];
    EXPECT_EQ(queue->bounds("top/ic")->second, 1);
    EXPECT_EQ(*queue->topics(), std::vector<std::string>{"top/ic"});
}

TEST(LocalQueueFault, WhatAConsumerHasReadIsNotCutOff) {
    // Goal: damage in the last message, which a loader has read already, is corruption and no torn tail.
    const testing::TempDir folder;
    const testing::ManualClock clock;
    auto queue = *LocalQueue::open(folder.path(), {}, clock, no_log());
    const std::string_view payload = "message";
    ASSERT_TRUE(queue->append("t", {&payload, 1}).has_value());
    ASSERT_TRUE(queue->commit_offset("t", "loader", 1).has_value());
    queue.reset();
    const std::filesystem::path file = folder.path() / "t" / "00000000000000000000.log";
    std::string bytes = *read_file(file);
    bytes.back() = 'x';
    ASSERT_TRUE(write_file_atomically(file, bytes).has_value());
    const auto opened = LocalQueue::open(folder.path(), {}, clock, no_log());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::corruption);
}

TEST(LocalQueueFault, DamageIsAnErrorWithItsPlace) {
    // Goal: open() names topic, file and byte; a damaged consumer offset is corruption as well.
    const testing::TempDir folder;
    const testing::ManualClock clock;
    const std::string_view payload[] = {"message"};
    {
        const auto queue = *LocalQueue::open(folder.path(), {}, clock, no_log());
        ASSERT_TRUE(queue->append("t", payload).has_value());
        ASSERT_TRUE(queue->append("t", payload).has_value());
        ASSERT_TRUE(queue->commit_offset("t", "c", 1).has_value());
        ASSERT_TRUE(write_file_atomically(folder.path() / "t" / "offsets" / "c.offset", "garbage").has_value());
        EXPECT_EQ(queue->committed_offset("t", "c").error().code(), ErrorCode::corruption);
    }
    const std::filesystem::path path = folder.path() / "t" / "00000000000000000000.log";
    std::string bytes = *read_file(path);
    bytes[50] = static_cast<char>(bytes[50] ^ 1);
    ASSERT_TRUE(write_file_atomically(path, bytes).has_value());
    const auto opened = LocalQueue::open(folder.path(), {}, clock, no_log());
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code(), ErrorCode::corruption);
    EXPECT_EQ(opened.error().fact("topic"), "t");
    EXPECT_EQ(opened.error().fact("byte"), "16");
}

TEST(LocalQueueFault, AFullDiskMakesNoTopic) {
    // Goal: when not even the first segment fits, the topic does not exist, and does when there is room.
    const testing::TempDir folder;
    const testing::ManualClock clock;
    const auto queue = *LocalQueue::open(folder.path(), {.disk_size_bytes_max = 8}, clock, no_log());
    const std::string_view payload[] = {"message"};
    EXPECT_EQ(queue->append("t", payload).error().code(), ErrorCode::unavailable);
    EXPECT_TRUE(queue->topics()->empty());
    queue->set_disk_size_bytes_max(0);
    EXPECT_EQ(*queue->append("t", payload), 0);
}

}  // namespace
}  // namespace levada
