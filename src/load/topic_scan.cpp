#include "topic_scan.h"

#include <algorithm>
#include <iterator>
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
    BatchesReady ready{std::exchange(waiting_, {}), next_offset, std::move(end), taken_back_count_};
    drop_waiting();
    return ready;
}

void TopicScan::drop_waiting() {
    waiting_.clear();
    waiting_size_bytes_ = 0;
    open_from_ = -1;
    taken_back_count_ = 0;
}

/// Those of the waiting batches that nothing can take back any more.
std::optional<TopicEvent> TopicScan::settled() {
    const auto open = std::find_if(waiting_.begin(), waiting_.end(), [this](const BatchRef& batch) {
        return open_from_ >= 0 && batch.place.sequence >= open_from_;
    });
    if (open == waiting_.begin()) {
        return std::nullopt;
    }
    BatchesReady ready{{waiting_.begin(), open}, std::prev(open)->offset + 1, std::nullopt};
    waiting_.erase(waiting_.begin(), open);
    for (const BatchRef& batch : ready.batches) {
        waiting_size_bytes_ -= batch.size_bytes;
    }
    return ready;
}

void TopicScan::wait_for_boundary(const QueueMessage& message, RecordBatch batch) {
    waiting_size_bytes_ += batch.records.size();
    open_from_ = batch.open_from;
    waiting_.push_back({message.offset, batch.records.size(), batch.count, std::move(batch.place)});
}

/// Said twice it takes nothing more: batches after the last one it names stay.
void TopicScan::take_back(const Retraction& retraction) {
    const auto begin = std::find_if(waiting_.begin(), waiting_.end(), [&](const BatchRef& batch) {
        return batch.place.slice == retraction.slice && batch.place.sequence >= retraction.first_sequence;
    });
    for (auto batch = begin; batch != waiting_.end() && batch->place.sequence <= retraction.last_sequence; ++batch) {
        const bool is_first = batch->place.sequence == retraction.first_sequence;
        const std::int64_t kept = is_first ? std::min(batch->count, retraction.first_record) : 0;
        taken_back_count_ += batch->count - kept;
        batch->count = kept;
    }
    std::erase_if(waiting_, [this](const BatchRef& batch) {
        waiting_size_bytes_ -= batch.count == 0 ? batch.size_bytes : 0;
        return batch.count == 0;
    });
}

std::optional<TopicEvent> TopicScan::take(const QueueMessage& message, DeliveryMessage decoded) {
    if (auto* begin = std::get_if<StreamBegin>(&decoded)) {
        drop_waiting();
        run_ = begin->run;
        return RunBegun{message.offset, std::move(*begin)};
    }
    if (auto* batch = std::get_if<RecordBatch>(&decoded)) {
        if (batch->place.run == run_ && ledger_.accept(batch->place)) {
            wait_for_boundary(message, std::move(*batch));
        }
        return std::nullopt;
    }
    if (const auto* retraction = std::get_if<Retraction>(&decoded); retraction != nullptr && retraction->run == run_) {
        take_back(*retraction);
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
            if (std::optional<TopicEvent> event = settled()) {
                return event;
            }
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
