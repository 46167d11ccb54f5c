#include "topic_scan.h"

#include <utility>

namespace levada::load {
namespace {

constexpr std::size_t kReadSizeBytesMax = std::size_t{4} << 20;

}  // namespace

TopicScan::TopicScan(Queue& queue, std::string topic, std::int64_t offset)
    : queue_(queue), topic_(std::move(topic)), offset_(offset) {}

Result<bool> TopicScan::read_more() {
    LEVADA_TRY(std::vector<QueueMessage> messages, queue_.read(topic_, offset_, kReadSizeBytesMax));
    for (QueueMessage& message : messages) {
        offset_ = message.offset + 1;
        held_.push_back(std::move(message));
    }
    return !held_.empty();
}

TopicEvent TopicScan::boundary(std::int64_t next_offset, std::optional<StreamEnd> end) {
    waiting_size_bytes_ = 0;
    return BatchesReady{std::exchange(waiting_, {}), next_offset, std::move(end)};
}

std::optional<TopicEvent> TopicScan::take(const QueueMessage& message, DeliveryMessage decoded) {
    if (auto* begin = std::get_if<StreamBegin>(&decoded)) {
        waiting_.clear();
        waiting_size_bytes_ = 0;
        run_ = begin->run;
        return RunBegun{message.offset, std::move(*begin)};
    }
    if (auto* batch = std::get_if<RecordBatch>(&decoded)) {
        if (batch->place.run == run_ && ledger_.accept(batch->place)) {
            waiting_size_bytes_ += batch->records.size();
            waiting_.push_back({message.offset, batch->records.size(), batch->count, std::move(batch->place)});
        }
        return std::nullopt;
    }
    if (const auto* checkpoint = std::get_if<Checkpoint>(&decoded); checkpoint != nullptr && checkpoint->run == run_) {
        return boundary(message.offset + 1, std::nullopt);
    }
    if (auto* end = std::get_if<StreamEnd>(&decoded); end != nullptr && end->run == run_) {
        return boundary(message.offset + 1, std::move(*end));
    }
    return std::nullopt;
}

Result<std::optional<TopicEvent>> TopicScan::next(std::uint64_t waiting_size_bytes_max) {
    while (true) {
        if (!waiting_.empty() && waiting_size_bytes_ >= waiting_size_bytes_max) {
            return std::optional<TopicEvent>(boundary(waiting_.back().offset + 1, std::nullopt));
        }
        if (held_.empty()) {
            LEVADA_TRY(const bool has_more, read_more());
            if (!has_more) {
                return std::optional<TopicEvent>();
            }
        }
        const QueueMessage message = std::move(held_.front());
        held_.pop_front();
        Result<DeliveryMessage> decoded = decode(message.payload);
        if (!decoded.has_value()) {
            return decoded.error().with("topic", topic_).with("offset", std::to_string(message.offset));
        }
        std::optional<TopicEvent> event = take(message, std::move(decoded).value());
        if (event.has_value()) {
            return event;
        }
    }
}

}  // namespace levada::load
