#include "levada/delivery/retrying_queue.h"

#include <cerrno>

#include <gtest/gtest.h>

#include "levada/base/file.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

using testing::ManualClock;
using testing::MemoryQueue;

/// Fails so many calls of any kind, then passes them on.
class FailingQueue final : public Queue {
public:
    FailingQueue(int failures, Error error) : failures_(failures), error_(std::move(error)) {}

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override {
        return is_failing() ? Result<std::int64_t>(error_) : inner_.append(topic, payloads);
    }
    Result<std::vector<QueueMessage>> read(const std::string& topic, std::int64_t offset, std::size_t max) override {
        return is_failing() ? Result<std::vector<QueueMessage>>(error_) : inner_.read(topic, offset, max);
    }
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override {
        return is_failing() ? Result<std::pair<std::int64_t, std::int64_t>>(error_) : inner_.bounds(topic);
    }
    Result<std::vector<std::string>> topics() override {
        return is_failing() ? Result<std::vector<std::string>>(error_) : inner_.topics();
    }
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override {
        return is_failing() ? Status(error_) : inner_.commit_offset(topic, consumer, offset);
    }
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override {
        return is_failing() ? Result<std::optional<std::int64_t>>(error_) : inner_.committed_offset(topic, consumer);
    }
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t from) override {
        return is_failing() ? Result<std::uint64_t>(error_) : inner_.apply_retention(topic, retention, from);
    }
    void fail(int failures) { failures_ = failures; }
    int calls = 0;

private:
    bool is_failing() {
        ++calls;
        return failures_-- > 0;
    }
    MemoryQueue inner_;
    int failures_;
    Error error_;
};

TEST(RetryingQueue, TriesAgainWhatMayPass) {
    // Goal: how often the queue was asked, and whether there was an answer in the end; every wait is bounded.
    struct Case {
        const char* name;
        int failures;
        Error error;
        int want_calls;
        bool want_value;
    };
    const Case cases[] = {
        {"no failure", 0, Error(ErrorCode::unavailable, "busy"), 1, true},
        {"it passes", 3, file_error(EMFILE, "open", "segment"), 4, true},
        {"it does not pass", 100, Error(ErrorCode::unavailable, "busy"), 4, false},
        {"a full disk", 100, file_error(ENOSPC, "write", "segment"), 1, false},
        {"damage", 100, Error(ErrorCode::corruption, "checksum"), 1, false},
    };
    for (const Case& c : cases) {
        ManualClock clock;
        FailingQueue inner(c.failures, c.error);
        RetryingQueue queue(inner, clock, seeded_fractions(1));
        const std::string_view payload = "x";
        const auto offset = queue.append("t", std::span(&payload, 1));
        EXPECT_EQ(inner.calls, c.want_calls) << c.name;
        EXPECT_EQ(offset.has_value(), c.want_value) << c.name;
        EXPECT_LE(clock.slept(), std::chrono::milliseconds(700)) << c.name;
        if (!offset.has_value()) {
            EXPECT_EQ(offset.error().code(), c.error.code()) << c.name;
        }
    }
}

TEST(RetryingQueue, HoldsForEveryCall) {
    // Goal: each call fails once and gives what the queue has all the same; the message is there once.
    ManualClock clock;
    FailingQueue inner(0, Error(ErrorCode::unavailable, "busy"));
    RetryingQueue queue(inner, clock, seeded_fractions(1));
    const std::string_view payload = "x";
    inner.fail(1);
    EXPECT_EQ(queue.append("t", std::span(&payload, 1)).value(), 0);
    inner.fail(1);
    EXPECT_EQ(queue.read("t", 0, 100)->size(), 1U);
    inner.fail(1);
    EXPECT_EQ(queue.bounds("t")->second, 1);
    inner.fail(1);
    EXPECT_EQ(queue.topics()->size(), 1U);
    inner.fail(1);
    EXPECT_TRUE(queue.commit_offset("t", "c", 1).has_value());
    inner.fail(1);
    EXPECT_EQ(queue.committed_offset("t", "c").value(), 1);
    inner.fail(1);
    EXPECT_EQ(queue.apply_retention("t", {}, 0).value(), 0U);
    EXPECT_GT(clock.slept(), std::chrono::nanoseconds(0));
}

}  // namespace
}  // namespace levada
