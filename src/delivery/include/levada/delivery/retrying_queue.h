#pragma once

#include <string>
#include <utility>
#include <vector>

#include "levada/base/retry_policy.h"
#include "levada/ports/clock.h"
#include "levada/ports/queue.h"

namespace levada {

/// A queue whose calls are tried again when they fail for a passing reason (retry_policy.h): a broker that moves, too
/// many open files. A full disk is none. Where only the answer to an append was lost, it is repeated in the topic; who
/// reads knows batches, checkpoints and dead letters again (BatchLedger). Thread-safe.
class RetryingQueue final : public Queue {
public:
    /// Borrows `queue` and `clock`.
    RetryingQueue(Queue& queue, Clock& clock, RandomFraction random, RetryPolicy policy = {});

    Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) override;
    Result<std::vector<QueueMessage>> read(const std::string& topic,
                                           std::int64_t offset,
                                           std::size_t size_bytes_max) override;
    Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) override;
    Result<std::vector<std::string>> topics() override;
    Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) override;
    Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                         const std::string& consumer) override;
    Result<std::uint64_t> apply_retention(const std::string& topic,
                                          QueueRetention retention,
                                          std::int64_t keep_from) override;

private:
    Queue& queue_;
    RetryPolicy policy_;
    RetryWorld world_;
};

}  // namespace levada
