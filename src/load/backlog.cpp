#include "levada/load/backlog.h"

namespace levada {
namespace {

constexpr unsigned kPercent = 100;
/// From here on a stream's rest is committed although it fills no group.
constexpr unsigned kUrgentPercent = 75;
/// Who waited goes on here, so that a wait is worth it.
constexpr unsigned kRoomPercent = 90;
/// Marks nearer to each other become one: the backlog of a stream is known to so many bytes.
constexpr std::uint64_t kMarkDistanceBytes = std::uint64_t{256} << 10;
constexpr std::size_t kReadSizeBytes = std::size_t{4} << 20;

}  // namespace

void Backlog::appended(const std::string& topic, std::int64_t next_offset, std::uint64_t size_bytes) {
    const std::scoped_lock lock(mutex_);
    Topic& found = topics_[topic];
    found.appended_bytes += size_bytes;
    const std::uint64_t before =
        found.marks.size() < 2 ? found.loaded_bytes : found.marks[found.marks.size() - 2].bytes;
    const bool is_near = !found.marks.empty() && found.appended_bytes - before < kMarkDistanceBytes;
    if (is_near) {
        found.marks.pop_back();
    }
    found.marks.push_back({next_offset, found.appended_bytes});
}

void Backlog::loaded(const std::string& topic, std::int64_t next_offset) {
    const std::scoped_lock lock(mutex_);
    Topic& found = topics_[topic];
    while (!found.marks.empty() && found.marks.front().next_offset <= next_offset) {
        found.loaded_bytes = found.marks.front().bytes;
        found.marks.pop_front();
    }
}

std::optional<Backlog::Turn> Backlog::next_turn(const std::set<std::string>& without) const {
    const std::scoped_lock lock(mutex_);
    std::uint64_t total = 0;
    const std::pair<const std::string, Topic>* largest = nullptr;  // the one that has most to load
    const std::pair<const std::string, Topic>* newest = nullptr;   // the one of which most was not looked at yet
    const auto unseen = [](const Topic& topic) { return topic.appended_bytes - topic.seen_bytes; };
    for (const auto& entry : topics_) {
        total += entry.second.waiting();
        if (without.contains(entry.first)) {
            continue;
        }
        if (largest == nullptr || entry.second.waiting() > largest->second.waiting()) {
            largest = &entry;
        }
        if (newest == nullptr || unseen(entry.second) > unseen(newest->second)) {
            newest = &entry;
        }
    }
    if (largest == nullptr) {
        return std::nullopt;
    }
    const bool is_urgent = total * kPercent > limits_.total_size_bytes_max * kUrgentPercent ||
                           largest->second.waiting() * kPercent > limits_.stream_size_bytes_max * kUrgentPercent;
    if (is_urgent) {
        return Turn{largest->first, DrainMode::everything, largest->second.appended_bytes};
    }
    if (unseen(newest->second) >= limits_.commit_size_bytes) {
        return Turn{newest->first, DrainMode::full_groups, newest->second.appended_bytes};
    }
    return std::nullopt;
}

Backlog::Turn Backlog::rest_of(const std::string& topic) const {
    const std::scoped_lock lock(mutex_);
    const auto found = topics_.find(topic);
    return {topic, DrainMode::everything, found == topics_.end() ? 0 : found->second.appended_bytes};
}

void Backlog::done(const Turn& turn) {
    const std::scoped_lock lock(mutex_);
    Topic& found = topics_[turn.topic];
    found.seen_bytes = turn.seen_bytes;
    if (turn.mode == DrainMode::everything) {
        found.passed_bytes = turn.seen_bytes;
    }
}

bool Backlog::is_beyond(const std::string& topic, unsigned percent) const {
    const std::scoped_lock lock(mutex_);
    std::uint64_t total = 0;
    for (const auto& [name, one] : topics_) {
        total += one.waiting();
    }
    const auto found = topics_.find(topic);
    const std::uint64_t waiting = found == topics_.end() ? 0 : found->second.waiting();
    return waiting * kPercent > limits_.stream_size_bytes_max * percent ||
           total * kPercent > limits_.total_size_bytes_max * percent;
}

bool Backlog::is_over(const std::string& topic) const {
    return is_beyond(topic, kPercent);
}

bool Backlog::has_room(const std::string& topic) const {
    return !is_beyond(topic, kRoomPercent);
}

std::uint64_t Backlog::size_bytes(const std::string& topic) const {
    const std::scoped_lock lock(mutex_);
    const auto found = topics_.find(topic);
    return found == topics_.end() ? 0 : found->second.appended_bytes - found->second.loaded_bytes;
}

std::uint64_t Backlog::total_size_bytes() const {
    const std::scoped_lock lock(mutex_);
    std::uint64_t total = 0;
    for (const auto& [name, one] : topics_) {
        total += one.appended_bytes - one.loaded_bytes;
    }
    return total;
}

Status Backlog::take_up(Queue& queue, const std::string& topic) {
    const auto bounds = queue.bounds(topic);
    if (!bounds) {
        return bounds.error().code() == ErrorCode::not_found ? ok() : Status(bounds.error());
    }
    const Result<std::optional<std::int64_t>> loaded = queue.committed_offset(topic, kLoaderConsumer);
    if (!loaded) {
        return loaded.error();
    }
    std::int64_t offset = std::max(bounds->first, loaded->value_or(0));
    while (offset < bounds->second) {
        LEVADA_TRY(const std::vector<QueueMessage> messages, queue.read(topic, offset, kReadSizeBytes));
        if (messages.empty()) {
            return ok();
        }
        for (const QueueMessage& message : messages) {
            offset = message.offset + 1;
            appended(topic, offset, message.payload.size());
        }
    }
    return ok();
}

Result<std::int64_t> CountedQueue::append(const std::string& topic, std::span<const std::string_view> payloads) {
    LEVADA_TRY(const std::int64_t first, ForwardingQueue::append(topic, payloads));
    std::uint64_t size_bytes = 0;
    for (const std::string_view payload : payloads) {
        size_bytes += payload.size();
    }
    backlog_.appended(topic, first + static_cast<std::int64_t>(payloads.size()), size_bytes);
    return first;
}

}  // namespace levada
