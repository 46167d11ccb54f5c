#include "levada/delivery/retrying_queue.h"

namespace levada {

RetryingQueue::RetryingQueue(Queue& queue, Clock& clock, RandomFraction random, RetryPolicy policy)
    : queue_(queue),
      policy_(policy),
      world_{[&clock] { return clock.monotonic(); },
             [&clock](std::chrono::nanoseconds wait) { clock.sleep_for(wait); },
             std::move(random)} {}

Result<std::int64_t> RetryingQueue::append(const std::string& topic, std::span<const std::string_view> payloads) {
    return with_retries(policy_, world_, [&] { return queue_.append(topic, payloads); });
}

Result<std::vector<QueueMessage>> RetryingQueue::read(const std::string& topic,
                                                      std::int64_t offset,
                                                      std::size_t size_bytes_max) {
    return with_retries(policy_, world_, [&] { return queue_.read(topic, offset, size_bytes_max); });
}

Result<std::pair<std::int64_t, std::int64_t>> RetryingQueue::bounds(const std::string& topic) {
    return with_retries(policy_, world_, [&] { return queue_.bounds(topic); });
}

Result<std::vector<std::string>> RetryingQueue::topics() {
    return with_retries(policy_, world_, [&] { return queue_.topics(); });
}

Status RetryingQueue::commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) {
    return with_retries(policy_, world_, [&] { return queue_.commit_offset(topic, consumer, offset); });
}

Result<std::optional<std::int64_t>> RetryingQueue::committed_offset(const std::string& topic,
                                                                    const std::string& consumer) {
    return with_retries(policy_, world_, [&] { return queue_.committed_offset(topic, consumer); });
}

Result<std::uint64_t> RetryingQueue::apply_retention(const std::string& topic,
                                                     QueueRetention retention,
                                                     std::int64_t keep_from) {
    return with_retries(policy_, world_, [&] { return queue_.apply_retention(topic, retention, keep_from); });
}

}  // namespace levada
