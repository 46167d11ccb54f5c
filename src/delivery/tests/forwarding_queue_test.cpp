#include "levada/delivery/forwarding_queue.h"

#include "contract/queue_contract.h"

#include <gtest/gtest.h>

#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

class PlainQueue final : public ForwardingQueue {
public:
    explicit PlainQueue(Queue& next) : ForwardingQueue(next) {}
};

class ForwardingQueueFixture {
public:
    Queue& queue() { return queue_; }
    void reopen() {}

private:
    testing::MemoryQueue memory_;
    PlainQueue queue_{memory_};
};

INSTANTIATE_TYPED_TEST_SUITE_P(Forwarding, QueueContract, ForwardingQueueFixture);

/// Answers a retention with all that it was asked.
class AskedQueue final : public ForwardingQueue {
public:
    explicit AskedQueue(Queue& next) : ForwardingQueue(next) {}
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override {
        return topic.size() + retention.size_bytes_max * 10 + static_cast<std::uint64_t>(keep_from) * 100;
    }
};

TEST(ForwardingQueue, PassesRetentionOn) {
    testing::MemoryQueue memory;
    AskedQueue asked(memory);
    PlainQueue queue(asked);
    const auto freed = queue.apply_retention("t", {.size_bytes_max = 2}, 3);
    ASSERT_TRUE(freed);
    EXPECT_EQ(*freed, 321U);
}

}  // namespace
}  // namespace levada
