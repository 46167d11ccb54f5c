#include "levada/testing/memory_queue.h"

namespace levada::testing {

Result<std::int64_t> MemoryQueue::append(const std::string& topic, std::span<const std::string_view> payloads) {
    const std::lock_guard lock(mutex_);
    for (const std::string_view payload : payloads) {
        if (payload.size() > kQueueMessageSizeBytesMax) {
            return Error(ErrorCode::invalid_data, "the message is over the limit");
        }
    }
    if (appends_left_ == 0) {
        return Error(ErrorCode::unavailable, "the disk is full");
    }
    appends_left_ -= appends_left_ > 0 ? 1 : 0;
    append_count_ += 1;
    std::vector<std::string>& messages = topics_[topic];
    const auto first = static_cast<std::int64_t>(messages.size());
    messages.insert(messages.end(), payloads.begin(), payloads.end());
    return first;
}

Result<std::vector<QueueMessage>> MemoryQueue::read(const std::string& topic,
                                                    std::int64_t offset,
                                                    std::size_t size_bytes_max) {
    const std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) {
        return Error(ErrorCode::not_found, "no such topic");
    }
    if (offset < 0) {
        return Error(ErrorCode::invalid_data, "the offset is not kept any more");
    }
    std::vector<QueueMessage> messages;
    std::size_t size_bytes = 0;
    for (auto i = static_cast<std::size_t>(offset); i < found->second.size(); ++i) {
        size_bytes += found->second[i].size();
        if (!messages.empty() && size_bytes > size_bytes_max) {
            break;
        }
        messages.push_back({static_cast<std::int64_t>(i), found->second[i]});
    }
    return messages;
}

Result<std::pair<std::int64_t, std::int64_t>> MemoryQueue::bounds(const std::string& topic) {
    const std::lock_guard lock(mutex_);
    const auto found = topics_.find(topic);
    if (found == topics_.end()) {
        return Error(ErrorCode::not_found, "no such topic");
    }
    return std::pair<std::int64_t, std::int64_t>(0, static_cast<std::int64_t>(found->second.size()));
}

Result<std::vector<std::string>> MemoryQueue::topics() {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, messages] : topics_) {
        names.push_back(name);
    }
    return names;
}

Status MemoryQueue::commit_offset(const std::string& topic, const std::string& consumer, std::int64_t offset) {
    const std::lock_guard lock(mutex_);
    offsets_.insert_or_assign(topic + "\n" + consumer, offset);
    return levada::ok();
}

Result<std::optional<std::int64_t>> MemoryQueue::committed_offset(const std::string& topic,
                                                                  const std::string& consumer) {
    const std::lock_guard lock(mutex_);
    const auto found = offsets_.find(topic + "\n" + consumer);
    return found == offsets_.end() ? std::optional<std::int64_t>() : found->second;
}

Result<std::uint64_t> MemoryQueue::apply_retention(const std::string& /*topic*/,
                                                   QueueRetention /*retention*/,
                                                   std::int64_t /*keep_from*/) {
    return std::uint64_t{0};
}

void MemoryQueue::set_appends_left(int count) {
    const std::lock_guard lock(mutex_);
    appends_left_ = count;
}

int MemoryQueue::append_count() const {
    const std::lock_guard lock(mutex_);
    return append_count_;
}

}  // namespace levada::testing
