#include "levada/adapters/local_queue_view.h"

#include "queue_record.h"
#include "queue_segment.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

#include "levada/base/file.h"
#include "levada/base/text.h"

namespace levada {
namespace {

/// A segment's file, open, with its size now.
struct OpenSegment {
    FileDescriptor file;
    std::uint64_t size_bytes = 0;
};

Result<OpenSegment> open_segment(const std::filesystem::path& path) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
        return file_error(errno, "open", path);
    }
    return OpenSegment{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

Error only_read() {
    return {ErrorCode::unsupported, "the queue is only looked at here"};
}

}  // namespace

Result<LocalQueueView::Segments> LocalQueueView::segments_of(const std::string& topic) const {
    Segments segments;
    std::error_code failed;
    const std::filesystem::path folder = root_ / queue_file_name(topic);
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const std::optional<std::int64_t> base = parse_queue_segment_name(entry.path().filename().string());
        if (base.has_value()) {
            segments.emplace(*base, entry.path());
        }
    }
    if (segments.empty()) {
        return Error(ErrorCode::not_found, "no such topic").with("topic", topic);
    }
    return segments;
}

Result<std::vector<std::string>> LocalQueueView::topics() {
    std::vector<std::string> names;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(root_, failed)) {
        const std::string topic = percent_decode(entry.path().filename().string());
        if (segments_of(topic).has_value()) {
            names.push_back(topic);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::pair<std::int64_t, std::int64_t>> LocalQueueView::bounds(const std::string& topic) {
    LEVADA_TRY(const Segments segments, segments_of(topic));
    const auto& [base, path] = *segments.rbegin();
    LEVADA_TRY(const OpenSegment segment, open_segment(path));
    QueueRecordReader reader(segment.file.get(), path, kQueueSegmentHeaderSizeBytes, segment.size_bytes);
    std::int64_t next = base;
    std::string payload;
    while (!reader.is_at_end()) {
        LEVADA_TRY(const std::optional<QueueRecordHeader> record, reader.next(payload));
        if (!record.has_value()) {
            break;
        }
        next = record->offset + 1;
    }
    return std::pair(segments.begin()->first, next);
}

Result<std::vector<QueueMessage>> LocalQueueView::read(const std::string& topic,
                                                       std::int64_t offset,
                                                       std::size_t size_bytes_max) {
    LEVADA_TRY(const Segments segments, segments_of(topic));
    if (offset < segments.begin()->first) {
        return Error(ErrorCode::invalid_data, "the offset is not kept any more").with("topic", topic);
    }
    const auto& [base, path] = *std::prev(segments.upper_bound(offset));
    LEVADA_TRY(const OpenSegment segment, open_segment(path));
    std::uint64_t start = kQueueSegmentHeaderSizeBytes;
    {
        const std::lock_guard lock(mutex_);
        const auto place = places_.find(topic);
        if (place != places_.end() && place->second.first == offset && offset != base) {
            start = place->second.second;
        }
    }
    QueueRecordReader reader(segment.file.get(), path, start, segment.size_bytes);
    std::vector<QueueMessage> messages;
    std::size_t size_bytes = 0;
    while (!reader.is_at_end() && (messages.empty() || size_bytes < size_bytes_max)) {
        std::string payload;
        LEVADA_TRY(const std::optional<QueueRecordHeader> record, reader.next(payload));
        if (!record.has_value()) {
            break;
        }
        if (record->offset >= offset) {
            size_bytes += payload.size();
            messages.push_back({record->offset, std::move(payload)});
        }
    }
    if (!messages.empty()) {
        const std::lock_guard lock(mutex_);
        places_[topic] = {messages.back().offset + 1, reader.position()};
    }
    return messages;
}

Result<std::optional<std::int64_t>> LocalQueueView::committed_offset(const std::string& topic,
                                                                     const std::string& consumer) {
    const auto bytes = read_file(root_ / queue_file_name(topic) / "offsets" / (queue_file_name(consumer) + ".offset"));
    if (!bytes.has_value()) {
        return bytes.error().code() == ErrorCode::not_found ? Result<std::optional<std::int64_t>>(std::nullopt)
                                                            : bytes.error();
    }
    return parse_queue_offset_file(*bytes);
}

Result<std::int64_t> LocalQueueView::append(const std::string& /*topic*/,
                                            std::span<const std::string_view> /*payloads*/) {
    return only_read();
}
Status LocalQueueView::commit_offset(const std::string& /*topic*/,
                                     const std::string& /*consumer*/,
                                     std::int64_t /*offset*/) {
    return only_read();
}
Result<std::uint64_t> LocalQueueView::apply_retention(const std::string& /*topic*/,
                                                      QueueRetention /*retention*/,
                                                      std::int64_t /*keep_from*/) {
    return only_read();
}

}  // namespace levada
