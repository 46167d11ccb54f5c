#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace levada {

/// The bytes before a payload. The layout is in docs/formats/queue.md.
inline constexpr std::size_t kQueueRecordHeaderSizeBytes = 32;
inline constexpr std::size_t kQueueSegmentHeaderSizeBytes = 16;
inline constexpr std::string_view kQueueSegmentMagic = "LVDQLOG1";

/// What a record says of itself; the payload follows it.
struct QueueRecordHeader {
    std::uint32_t checksum = 0;
    std::uint32_t payload_size_bytes = 0;
    std::int64_t offset = 0;
    std::int64_t durable = 0;
    std::int64_t time_microseconds = 0;
};

/// A whole record in `bytes`, which begin with it.
struct QueueRecord {
    QueueRecordHeader header;
    std::string_view payload;
    std::size_t size_bytes() const { return kQueueRecordHeaderSizeBytes + payload.size(); }
};

/// Appends the record's bytes before the payload; the checksum is computed.
void append_queue_record_header(std::string& out, const QueueRecordHeader& header, std::string_view payload);
/// Appends the record's bytes.
void append_queue_record(std::string& out, const QueueRecordHeader& header, std::string_view payload);
/// The header as it stands there, unchecked; nothing when the bytes are too few.
std::optional<QueueRecordHeader> peek_queue_record(std::string_view bytes);
/// True when the checksum in the header's bytes is that of the rest of them and of `payload`.
bool is_sound_queue_record(std::string_view header_bytes, std::string_view payload);
/// The record at the front, when it is whole and its checksum is right.
std::optional<QueueRecord> parse_queue_record(std::string_view bytes);

/// The first bytes of a segment file.
std::string queue_segment_header(std::int64_t base_offset);
/// The base offset; nothing when the bytes are no segment.
std::optional<std::int64_t> parse_queue_segment_header(std::string_view bytes);
/// 20 digits and `.log`.
std::string queue_segment_name(std::int64_t base_offset);
std::optional<std::int64_t> parse_queue_segment_name(std::string_view name);

/// How the files of the topic or consumer `name` are called: percent-encoded, no leading dot.
std::string queue_file_name(std::string_view name);

/// The content of `<consumer>.offset`.
std::string queue_offset_file(std::int64_t offset);
std::optional<std::int64_t> parse_queue_offset_file(std::string_view bytes);

}  // namespace levada
