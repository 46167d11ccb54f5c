#include "queue_segment.h"

#include <algorithm>
#include <cerrno>
#include <deque>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace levada {
namespace {

constexpr std::size_t kReadSizeBytes = std::size_t{256} << 10;
constexpr std::size_t kWriteSizeBytes = std::size_t{256} << 10;
// A larger payload is written from where it lies, not copied.
constexpr std::size_t kCopiedPayloadSizeBytesMax = std::size_t{64} << 10;
constexpr std::uint64_t kIndexGapBytes = std::uint64_t{64} << 10;
constexpr mode_t kSegmentFileMode = 0644;

Result<std::uint64_t> size_of(int fd, const std::filesystem::path& path) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) {
        return file_error(errno, "look at", path);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

// Appends up to `size` bytes from `position` on; fewer only at the end of the file.
Status read_at(int fd, const std::filesystem::path& path, std::uint64_t position, std::size_t size, std::string& out) {
    std::size_t used = out.size();
    const std::size_t wanted = used + size;
    out.resize(wanted);
    while (used < wanted) {
        const ssize_t count = ::pread(fd, out.data() + used, wanted - used, static_cast<off_t>(position));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error(errno, "read", path);
        }
        if (count == 0) {
            break;
        }
        used += static_cast<std::size_t>(count);
        position += static_cast<std::uint64_t>(count);
    }
    out.resize(used);
    return ok();
}

}  // namespace

QueueRecordReader::QueueRecordReader(int fd,
                                     const std::filesystem::path& path,
                                     std::uint64_t position,
                                     std::uint64_t end)
    : fd_(fd), path_(path), position_(position), end_(end), buffer_start_(position) {}

std::string_view QueueRecordReader::buffered() const {
    const bool is_inside = position_ >= buffer_start_ && position_ < buffer_start_ + buffer_.size();
    return is_inside ? std::string_view(buffer_).substr(position_ - buffer_start_) : std::string_view();
}

Status QueueRecordReader::fill_header() {
    if (buffered().size() >= kQueueRecordHeaderSizeBytes) {
        return ok();
    }
    buffer_start_ = position_;
    buffer_.clear();
    return read_at(fd_, path_, position_, std::min<std::uint64_t>(end_ - position_, kReadSizeBytes), buffer_);
}

/// What was read ahead is copied, the rest is read to where it is to be.
Status QueueRecordReader::read_payload(std::size_t size, std::string& payload) {
    const std::string_view ahead = buffered().substr(kQueueRecordHeaderSizeBytes, size);
    payload.clear();
    payload.reserve(size);
    payload.append(ahead);
    if (payload.size() == size) {
        return ok();
    }
    const std::uint64_t from = position_ + kQueueRecordHeaderSizeBytes + ahead.size();
    return read_at(fd_, path_, from, size - ahead.size(), payload);
}

Result<std::optional<QueueRecordHeader>> QueueRecordReader::next(std::string& payload) {
    using Found = std::optional<QueueRecordHeader>;
    if (end_ < position_ + kQueueRecordHeaderSizeBytes) {
        return Found();
    }
    LEVADA_CHECK(fill_header());
    const std::string_view bytes = buffered().substr(0, kQueueRecordHeaderSizeBytes);
    const Found header = peek_queue_record(bytes);
    if (!header.has_value() || header->payload_size_bytes > end_ - position_ - kQueueRecordHeaderSizeBytes) {
        return Found();
    }
    LEVADA_CHECK(read_payload(header->payload_size_bytes, payload));
    if (!is_sound_queue_record(bytes, payload)) {
        return Found();
    }
    position_ += kQueueRecordHeaderSizeBytes + payload.size();
    return header;
}

QueueSegment::QueueSegment(std::filesystem::path path, std::int64_t base_offset, FileDescriptor file, Disk& disk)
    : path_(std::move(path)), base_offset_(base_offset), file_(std::move(file)), disk_(disk) {}

Result<std::shared_ptr<QueueSegment>> QueueSegment::create(const std::filesystem::path& folder,
                                                           std::int64_t base_offset,
                                                           Disk& disk) {
    const std::filesystem::path path = folder / queue_segment_name(base_offset);
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kSegmentFileMode));
    if (!file.is_open()) {
        return file_error(errno, "make", path);
    }
    const std::string header = queue_segment_header(base_offset);
    Status made = disk.write_at(file.get(), header, 0, path);
    if (made.has_value() && ::fsync(file.get()) != 0) {
        made = file_error(errno, "sync", path);
    }
    if (made.has_value()) {
        made = sync_folder(folder);
    }
    if (!made.has_value()) {
        ::unlink(path.c_str());
        return made.error();
    }
    std::shared_ptr<QueueSegment> segment(new QueueSegment(path, base_offset, std::move(file), disk));
    segment->size_bytes_ = header.size();
    segment->is_indexed_ = true;
    return segment;
}

Result<std::shared_ptr<QueueSegment>> QueueSegment::open(const std::filesystem::path& path,
                                                         std::int64_t base_offset,
                                                         Disk& disk) {
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(errno, "open", path);
    }
    LEVADA_TRY(const std::uint64_t size, size_of(file.get(), path));
    std::shared_ptr<QueueSegment> segment(new QueueSegment(path, base_offset, std::move(file), disk));
    segment->size_bytes_ = size;
    std::string header;
    LEVADA_CHECK(read_at(segment->file_.get(), path, 0, kQueueSegmentHeaderSizeBytes, header));
    const bool is_blank = header.find_first_not_of('\0') == std::string::npos;
    if (size < kQueueSegmentHeaderSizeBytes || (size == kQueueSegmentHeaderSizeBytes && is_blank)) {
        // A crash came between the making of the file and its header: it is empty, or as long as it would have been.
        LEVADA_CHECK(disk.write_at(segment->file_.get(), queue_segment_header(base_offset), 0, path));
        LEVADA_CHECK(segment->sync());
        segment->size_bytes_ = kQueueSegmentHeaderSizeBytes;
    } else if (parse_queue_segment_header(header) != base_offset) {
        return segment->damaged(0);
    }
    return segment;
}

Error QueueSegment::damaged(std::uint64_t position) const {
    return Error(ErrorCode::corruption, "the queue's file is damaged where it was durable")
        .with("file", path_.string())
        .with("byte", std::to_string(position))
        .hint("restore the file from a backup, or move it away to go on without its messages");
}

Result<QueueSegment::Recovery> QueueSegment::recover(std::int64_t acknowledged) {
    LEVADA_TRY(const std::uint64_t file_size, size_of(file_.get(), path_));
    QueueRecordReader reader(file_.get(), path_, kQueueSegmentHeaderSizeBytes, file_size);
    std::string payload;
    std::int64_t next_offset = base_offset_;
    const std::lock_guard lock(index_mutex_);
    std::uint64_t good_end = reader.position();
    std::deque<std::pair<std::int64_t, std::uint64_t>> uncertain;  // offsets and places not known to be durable
    while (!reader.is_at_end()) {
        const std::uint64_t position = reader.position();
        LEVADA_TRY(const std::optional<QueueRecordHeader> record, reader.next(payload));
        if (!record.has_value() || record->offset != next_offset) {
            break;
        }
        note_record(next_offset, position, record->time_microseconds);
        next_offset += 1;
        good_end = reader.position();
        uncertain.emplace_back(record->offset, position);
        while (!uncertain.empty() && uncertain.front().first < record->durable) {
            uncertain.pop_front();
        }
    }
    is_indexed_ = true;
    if (next_offset < acknowledged) {
        return damaged(good_end);
    }
    if (good_end < file_size) {
        LEVADA_TRY(const bool is_damaged, is_durable_further_on(good_end, next_offset, file_size));
        if (is_damaged) {
            return damaged(good_end);
        }
        if (::ftruncate(file_.get(), static_cast<off_t>(good_end)) != 0 || ::fsync(file_.get()) != 0) {
            return file_error(errno, "cut", path_);
        }
    }
    size_bytes_ = good_end;
    const bool is_header_uncertain =
        next_offset == base_offset_ || (!uncertain.empty() && uncertain.front().first == base_offset_);
    if (is_header_uncertain) {
        LEVADA_CHECK(write_again(0));
    } else if (!uncertain.empty()) {
        LEVADA_CHECK(write_again(uncertain.front().second));
    }
    return Recovery{next_offset, file_size - good_end};
}

/// What follows `position` may never have reached the disk: a sync of the program before this one failed or was not
/// come to. After a failed one the kernel takes its pages for clean, and only a new write makes the next sync mean
/// something.
Status QueueSegment::write_again(std::uint64_t position) {
    std::string bytes;
    while (position < size_bytes_) {
        const std::uint64_t size = std::min<std::uint64_t>(size_bytes_ - position, kWriteSizeBytes);
        bytes.clear();
        LEVADA_CHECK(read_at(file_.get(), path_, position, static_cast<std::size_t>(size), bytes));
        LEVADA_CHECK(disk_.write_at(file_.get(), bytes, position, path_));
        position += bytes.size();
    }
    return ok();
}

Result<bool> QueueSegment::is_durable_further_on(std::uint64_t position,
                                                 std::int64_t expected_offset,
                                                 std::uint64_t file_size) {
    std::string tail;
    LEVADA_CHECK(read_at(file_.get(), path_, position, static_cast<std::size_t>(file_size - position), tail));
    const auto count_max = static_cast<std::int64_t>(tail.size() / kQueueRecordHeaderSizeBytes);
    for (std::size_t at = 1; at + kQueueRecordHeaderSizeBytes <= tail.size(); ++at) {
        const std::string_view rest = std::string_view(tail).substr(at);
        const std::optional<QueueRecordHeader> header = peek_queue_record(rest);
        if (!header.has_value()) {
            break;
        }
        const bool may_follow = header->offset > expected_offset && header->offset <= expected_offset + count_max &&
                                header->durable > expected_offset;
        if (may_follow && parse_queue_record(rest).has_value()) {
            return true;
        }
    }
    return false;
}

Status QueueSegment::append(std::span<const std::string_view> payloads, QueueRecordHeader first) {
    const std::uint64_t start = size_bytes_;
    std::uint64_t position = start;
    std::string buffer;
    Status written = ok();
    const auto flush = [&](std::string_view bytes) {
        written = disk_.write_at(file_.get(), bytes, position, path_);
        position += bytes.size();
        return written.has_value();
    };
    std::vector<std::uint64_t> positions;
    positions.reserve(payloads.size());
    QueueRecordHeader header = first;
    for (const std::string_view payload : payloads) {
        positions.push_back(position + buffer.size());
        if (payload.size() > kCopiedPayloadSizeBytesMax) {
            append_queue_record_header(buffer, header, payload);
            if (!flush(buffer) || !flush(payload)) {
                break;
            }
            buffer.clear();
        } else {
            append_queue_record(buffer, header, payload);
        }
        if (buffer.size() >= kWriteSizeBytes) {
            if (!flush(buffer)) {
                break;
            }
            buffer.clear();
        }
        header.offset += 1;
    }
    if (written.has_value() && !buffer.empty()) {
        flush(buffer);
    }
    if (!written.has_value()) {
        if (::ftruncate(file_.get(), static_cast<off_t>(start)) != 0) {
            return Error(ErrorCode::internal, "cannot cut the queue's file back after a failed write")
                .with("file", path_.string());
        }
        return written;
    }
    const std::lock_guard lock(index_mutex_);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        note_record(first.offset + static_cast<std::int64_t>(i), positions[i], first.time_microseconds);
    }
    size_bytes_ = position;
    return ok();
}

Status QueueSegment::sync() {
    if (::fdatasync(file_.get()) != 0) {
        return file_error(errno, "sync", path_);
    }
    return ok();
}

void QueueSegment::note_record(std::int64_t offset, std::uint64_t position, std::int64_t time_microseconds) {
    if (index_.empty() || position >= index_.back().second + kIndexGapBytes) {
        index_.emplace_back(offset, position);
    }
    newest_time_microseconds_ = time_microseconds;
}

Status QueueSegment::ensure_index() {
    if (is_indexed_) {
        return ok();
    }
    QueueRecordReader reader(file_.get(), path_, kQueueSegmentHeaderSizeBytes, size_bytes_);
    std::string payload;
    while (!reader.is_at_end()) {
        const std::uint64_t position = reader.position();
        LEVADA_TRY(const std::optional<QueueRecordHeader> record, reader.next(payload));
        if (!record.has_value()) {
            return damaged(position);
        }
        note_record(record->offset, position, record->time_microseconds);
    }
    is_indexed_ = true;
    return ok();
}

Result<QueueRecordReader> QueueSegment::reader_at(std::int64_t offset) {
    const std::lock_guard lock(index_mutex_);
    LEVADA_CHECK(ensure_index());
    auto found = std::upper_bound(index_.begin(), index_.end(), offset, [](std::int64_t wanted, const auto& entry) {
        return wanted < entry.first;
    });
    const std::uint64_t position = found == index_.begin() ? kQueueSegmentHeaderSizeBytes : std::prev(found)->second;
    return QueueRecordReader(file_.get(), path_, position, size_bytes_);
}

Result<std::int64_t> QueueSegment::newest_time_microseconds() {
    const std::lock_guard lock(index_mutex_);
    LEVADA_CHECK(ensure_index());
    return newest_time_microseconds_;
}

}  // namespace levada
