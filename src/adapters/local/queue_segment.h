#pragma once

#include "disk.h"
#include "queue_record.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "levada/base/file.h"
#include "levada/base/result.h"

namespace levada {

/// Reads the records of a segment file one after another. Not thread-safe; borrows the file.
class QueueRecordReader {
public:
    /// Reads from byte `position` up to byte `end`.
    QueueRecordReader(int fd, const std::filesystem::path& path, std::uint64_t position, std::uint64_t end);

    /// The next record, its payload in `payload`; nothing at the end, or where the bytes are no whole record with a
    /// right checksum. Errors: as file_error().
    Result<std::optional<QueueRecordHeader>> next(std::string& payload);
    /// Where the record begins that next() gives, or could not give.
    std::uint64_t position() const { return position_; }
    bool is_at_end() const { return position_ >= end_; }

private:
    Status fill_header();
    Status read_payload(std::size_t size, std::string& payload);
    std::string_view buffered() const;

    int fd_;
    const std::filesystem::path& path_;
    std::uint64_t position_;
    std::uint64_t end_;
    std::string buffer_;  // what was read ahead
    std::uint64_t buffer_start_;
};

/// One file of a topic's log. append() and truncate() are called by one thread at a time; reading by any.
class QueueSegment {
public:
    /// A new file, durable with its header. Errors: as file_error(); then no file is left.
    static Result<std::shared_ptr<QueueSegment>> create(const std::filesystem::path& folder,
                                                        std::int64_t base_offset,
                                                        Disk& disk);
    /// An existing file, not yet checked. Errors: corruption (no segment), as file_error().
    static Result<std::shared_ptr<QueueSegment>> open(const std::filesystem::path& path,
                                                      std::int64_t base_offset,
                                                      Disk& disk);

    /// What recover() found: where the log goes on, and how much of a torn tail was cut off.
    struct Recovery {
        std::int64_t next_offset = 0;
        std::uint64_t cut_size_bytes = 0;
    };
    /// Checks every record and cuts a torn tail off. Errors: corruption (damage in what was durable).
    /// All below `acknowledged` was durable: a log that ends before it is damaged, not torn.
    Result<Recovery> recover(std::int64_t acknowledged = 0);

    /// Writes records from `first_offset` on, not yet durable. On an error nothing of them is left; Errors: as
    /// file_error(), internal (the file could not be cut back: the segment must not be used any more).
    Status append(std::span<const std::string_view> payloads, QueueRecordHeader first);
    /// Errors: as file_error().
    Status sync();

    std::int64_t base_offset() const { return base_offset_; }
    std::uint64_t size_bytes() const { return size_bytes_; }
    const std::filesystem::path& path() const { return path_; }

    /// A reader that stands at or before the record `offset`. Errors: as file_error(), corruption.
    Result<QueueRecordReader> reader_at(std::int64_t offset);
    /// When the newest record was appended; 0 when there is none. Errors: as reader_at().
    Result<std::int64_t> newest_time_microseconds();

private:
    QueueSegment(std::filesystem::path path, std::int64_t base_offset, FileDescriptor file, Disk& disk);
    void note_record(std::int64_t offset, std::uint64_t position, std::int64_t time_microseconds);
    Status ensure_index();
    Status write_again(std::uint64_t position);
    Error damaged(std::uint64_t position) const;
    Result<bool> is_durable_further_on(std::uint64_t position, std::int64_t expected_offset, std::uint64_t file_size);

    std::filesystem::path path_;
    std::int64_t base_offset_;
    FileDescriptor file_;
    Disk& disk_;
    std::atomic<std::uint64_t> size_bytes_ = 0;
    std::mutex index_mutex_;
    bool is_indexed_ = false;
    // Every so many bytes, where a record begins: (offset, position).
    std::vector<std::pair<std::int64_t, std::uint64_t>> index_;
    std::int64_t newest_time_microseconds_ = 0;
};

}  // namespace levada
