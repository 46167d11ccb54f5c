#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// Largest message. A batch of records is cut below it.
inline constexpr std::size_t kQueueMessageSizeBytesMax = std::size_t{64} << 20;

/// A message as it is read; `payload` belongs to the message.
struct QueueMessage {
    std::int64_t offset = 0;  ///< from 0, without gaps at the time of writing
    std::string payload;
};

/// What a topic keeps at most; 0 means no limit. Whole segments go, the oldest first.
struct QueueRetention {
    std::uint64_t size_bytes_max = 0;
    std::chrono::seconds age_max{0};
};

/// Durable topics of messages in order, with consumer offsets. Thread-safe; one writer process at a time.
/// Every adapter runs tests/contract/queue_contract.h.
class Queue {
public:
    virtual ~Queue() = default;

    /// Appends all payloads in order; when it returns they are durable (group commit). Gives the first offset.
    /// Makes the topic when it is not there. After an error nothing of it is kept; only over a network an answer can be
    /// lost, and then the messages are there. Errors: invalid_data (message over the limit), unavailable (disk full).
    virtual Result<std::int64_t> append(const std::string& topic, std::span<const std::string_view> payloads) = 0;
    /// At most `size_bytes_max` of messages from `offset` on (at least one when there is one); empty at the end.
    /// Errors: not_found (topic), invalid_data (offset below the oldest kept), corruption (checksum differs).
    virtual Result<std::vector<QueueMessage>> read(const std::string& topic,
                                                   std::int64_t offset,
                                                   std::size_t size_bytes_max) = 0;
    /// The oldest offset kept and the one after the newest message. Errors: not_found.
    virtual Result<std::pair<std::int64_t, std::int64_t>> bounds(const std::string& topic) = 0;
    /// The names of all topics, in byte order.
    virtual Result<std::vector<std::string>> topics() = 0;
    /// Durable when it returns. Errors: unavailable.
    virtual Status commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) = 0;
    /// Nothing when the consumer has none.
    virtual Result<std::optional<std::int64_t>> committed_offset(const std::string& topic,
                                                                 const std::string& consumer) = 0;
    /// Drops whole segments beyond the retention and wholly below `keep_from`. Gives the bytes freed.
    virtual Result<std::uint64_t> apply_retention(const std::string& topic,
                                                  QueueRetention retention,
                                                  std::int64_t keep_from) = 0;
};

}  // namespace levada
