#include "topic_log.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace levada {
namespace {

std::int64_t microseconds_of(Instant when) {
    return std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
}

}  // namespace

Result<std::shared_ptr<TopicLog>> TopicLog::create(const Surroundings& surroundings) {
    LEVADA_CHECK(make_durable_folders(surroundings.folder));
    LEVADA_TRY(auto segment, QueueSegment::create(surroundings.folder, 0, surroundings.disk));
    std::shared_ptr<TopicLog> log(new TopicLog(surroundings));
    log->segments_.emplace(0, std::move(segment));
    return log;
}

Result<TopicLog::Opened> TopicLog::open(const Surroundings& surroundings, std::int64_t acknowledged) {
    std::shared_ptr<TopicLog> log(new TopicLog(surroundings));
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(surroundings.folder, failed)) {
        const std::optional<std::int64_t> base = parse_queue_segment_name(entry.path().filename().string());
        if (base.has_value()) {
            LEVADA_TRY(auto segment, QueueSegment::open(entry.path(), *base, surroundings.disk));
            log->segments_.emplace(*base, std::move(segment));
        }
    }
    if (failed) {
        return file_error(failed.value(), "list", surroundings.folder);
    }
    if (log->segments_.empty()) {
        return Error(ErrorCode::not_found, "the topic has no messages yet")
            .with("folder", surroundings.folder.string());
    }
    LEVADA_TRY(const QueueSegment::Recovery recovery, log->newest().recover(acknowledged));
    log->next_offset_ = recovery.next_offset;
    // What was written before a crash but not synced counts as durable only after a sync of our own; so do the names.
    LEVADA_CHECK(log->newest().sync());
    LEVADA_CHECK(sync_folder(surroundings.folder));
    log->durable_offset_ = recovery.next_offset;
    return Opened{std::move(log), recovery.cut_size_bytes};
}

Status TopicLog::roll() {
    if (const Status synced = newest().sync(); !synced.has_value()) {
        failure_ = synced.error();
        return synced;
    }
    durable_offset_ = next_offset_;
    synced_.notify_all();
    LEVADA_TRY(auto segment, QueueSegment::create(surroundings_.folder, next_offset_, surroundings_.disk));
    segments_.emplace(next_offset_, std::move(segment));
    return ok();
}

Result<std::int64_t> TopicLog::append(std::span<const std::string_view> payloads) {
    for (const std::string_view payload : payloads) {
        if (payload.size() > kQueueMessageSizeBytesMax) {
            return Error(ErrorCode::invalid_data,
                         "a message of " + std::to_string(payload.size()) + " bytes is over the limit of " +
                             std::to_string(kQueueMessageSizeBytesMax));
        }
    }
    Lock lock(mutex_);
    if (failure_.has_value()) {
        return *failure_;
    }
    if (newest().size_bytes() >= surroundings_.segment_size_bytes_max) {
        LEVADA_CHECK(roll());
    }
    const std::int64_t first = next_offset_;
    Status written = newest().append(
        payloads,
        {.offset = first, .durable = durable_offset_, .time_microseconds = microseconds_of(surroundings_.clock.now())});
    if (!written.has_value()) {
        if (written.error().code() == ErrorCode::internal) {
            failure_ = written.error();
        }
        return written.error();
    }
    next_offset_ = first + static_cast<std::int64_t>(payloads.size());
    LEVADA_CHECK(make_durable(lock, next_offset_));
    return first;
}

Status TopicLog::make_durable(Lock& lock, std::int64_t target) {
    while (durable_offset_ < target) {
        if (failure_.has_value()) {
            return *failure_;
        }
        if (is_syncing_) {
            synced_.wait(lock);
            continue;
        }
        is_syncing_ = true;
        const std::int64_t goal = next_offset_;
        const std::shared_ptr<QueueSegment> segment = segments_.rbegin()->second;
        lock.unlock();
        const Status synced = segment->sync();
        lock.lock();
        is_syncing_ = false;
        if (synced.has_value()) {
            durable_offset_ = std::max(durable_offset_, goal);
        } else {
            failure_ = synced.error();
        }
        synced_.notify_all();
    }
    return ok();
}

Result<std::vector<QueueMessage>> TopicLog::read(std::int64_t offset, std::size_t size_bytes_max) {
    std::vector<QueueMessage> messages;
    Lock lock(mutex_);
    const std::int64_t oldest = segments_.begin()->first;
    if (offset < oldest) {
        return Error(ErrorCode::invalid_data, "the offset is not kept any more")
            .with("offset", std::to_string(offset))
            .with("oldest", std::to_string(oldest));
    }
    const std::int64_t end = durable_offset_;
    if (offset >= end) {
        return messages;
    }
    const std::shared_ptr<QueueSegment> segment = std::prev(segments_.upper_bound(offset))->second;
    lock.unlock();
    LEVADA_TRY(QueueRecordReader reader, segment->reader_at(offset));
    std::size_t size_bytes = 0;
    while (!reader.is_at_end()) {
        const std::uint64_t position = reader.position();
        QueueMessage message;
        LEVADA_TRY(const std::optional<QueueRecordHeader> record, reader.next(message.payload));
        if (!record.has_value()) {
            return Error(ErrorCode::corruption, "a message of the queue is damaged")
                .with("file", segment->path().string())
                .with("byte", std::to_string(position));
        }
        if (record->offset < offset) {
            continue;
        }
        size_bytes += message.payload.size();
        if (record->offset >= end || (!messages.empty() && size_bytes > size_bytes_max)) {
            break;
        }
        message.offset = record->offset;
        messages.push_back(std::move(message));
        if (size_bytes >= size_bytes_max) {
            break;
        }
    }
    return messages;
}

std::pair<std::int64_t, std::int64_t> TopicLog::bounds() {
    const Lock lock(mutex_);
    return {segments_.begin()->first, durable_offset_};
}

Result<bool> TopicLog::is_beyond(const QueueRetention& retention,
                                 QueueSegment& oldest,
                                 std::uint64_t total_size_bytes) {
    if (retention.size_bytes_max > 0 && total_size_bytes > retention.size_bytes_max) {
        return true;
    }
    if (retention.age_max.count() == 0) {
        return false;
    }
    LEVADA_TRY(const std::int64_t newest_time, oldest.newest_time_microseconds());
    return newest_time < microseconds_of(surroundings_.clock.now() - retention.age_max);
}

Result<std::uint64_t> TopicLog::apply_retention(QueueRetention retention, std::int64_t keep_from) {
    const Lock lock(mutex_);
    std::uint64_t total_size_bytes = 0;
    for (const auto& [base, segment] : segments_) {
        total_size_bytes += segment->size_bytes();
    }
    std::uint64_t freed_size_bytes = 0;
    while (segments_.size() > 1 && std::next(segments_.begin())->first <= keep_from) {
        const std::shared_ptr<QueueSegment> oldest = segments_.begin()->second;
        LEVADA_TRY(const bool is_dropped, is_beyond(retention, *oldest, total_size_bytes));
        if (!is_dropped) {
            break;
        }
        if (::unlink(oldest->path().c_str()) != 0) {
            return file_error(errno, "remove", oldest->path());
        }
        segments_.erase(segments_.begin());
        total_size_bytes -= oldest->size_bytes();
        freed_size_bytes += oldest->size_bytes();
        // One after the other: were they removed together, a power loss could leave a hole in the topic.
        LEVADA_CHECK(sync_folder(surroundings_.folder));
    }
    return freed_size_bytes;
}

}  // namespace levada
