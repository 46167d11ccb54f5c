#include "queue_record.h"

#include <bit>
#include <cstring>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/ports/queue.h"

namespace levada {
namespace {

static_assert(std::endian::native == std::endian::little, "the queue's files are little-endian");

constexpr std::string_view kOffsetMagic = "LVDQOFS1";
constexpr std::string_view kSegmentSuffix = ".log";
constexpr std::size_t kSegmentDigits = 20;
constexpr std::size_t kChecksumSizeBytes = 4;

template <typename Number>
void append_number(std::string& out, Number value) {
    char bytes[sizeof(Number)];
    std::memcpy(&bytes[0], &value, sizeof(Number));
    out.append(&bytes[0], sizeof(Number));
}

template <typename Number>
Number take_number(std::string_view& bytes) {
    Number value{};
    std::memcpy(&value, bytes.data(), sizeof(Number));
    bytes.remove_prefix(sizeof(Number));
    return value;
}

}  // namespace

void append_queue_record_header(std::string& out, const QueueRecordHeader& header, std::string_view payload) {
    std::string fields;
    append_number(fields, static_cast<std::uint32_t>(payload.size()));
    append_number(fields, header.offset);
    append_number(fields, header.durable);
    append_number(fields, header.time_microseconds);
    append_number(out, crc32c(payload, crc32c(fields)));
    out.append(fields);
}

void append_queue_record(std::string& out, const QueueRecordHeader& header, std::string_view payload) {
    append_queue_record_header(out, header, payload);
    out.append(payload);
}

std::optional<QueueRecordHeader> peek_queue_record(std::string_view bytes) {
    if (bytes.size() < kQueueRecordHeaderSizeBytes) {
        return std::nullopt;
    }
    QueueRecordHeader header;
    header.checksum = take_number<std::uint32_t>(bytes);
    header.payload_size_bytes = take_number<std::uint32_t>(bytes);
    header.offset = take_number<std::int64_t>(bytes);
    header.durable = take_number<std::int64_t>(bytes);
    header.time_microseconds = take_number<std::int64_t>(bytes);
    return header;
}

bool is_sound_queue_record(std::string_view header_bytes, std::string_view payload) {
    const std::optional<QueueRecordHeader> header = peek_queue_record(header_bytes);
    return header.has_value() && crc32c(payload, crc32c(header_bytes.substr(kChecksumSizeBytes))) == header->checksum;
}

std::optional<QueueRecord> parse_queue_record(std::string_view bytes) {
    const std::optional<QueueRecordHeader> header = peek_queue_record(bytes);
    if (!header.has_value() || header->payload_size_bytes > kQueueMessageSizeBytesMax ||
        header->payload_size_bytes > bytes.size() - kQueueRecordHeaderSizeBytes) {
        return std::nullopt;
    }
    const std::string_view payload = bytes.substr(kQueueRecordHeaderSizeBytes, header->payload_size_bytes);
    if (!is_sound_queue_record(bytes.substr(0, kQueueRecordHeaderSizeBytes), payload)) {
        return std::nullopt;
    }
    return QueueRecord{*header, payload};
}

std::string queue_segment_header(std::int64_t base_offset) {
    std::string bytes(kQueueSegmentMagic);
    append_number(bytes, base_offset);
    return bytes;
}

std::optional<std::int64_t> parse_queue_segment_header(std::string_view bytes) {
    if (bytes.size() < kQueueSegmentHeaderSizeBytes || !bytes.starts_with(kQueueSegmentMagic)) {
        return std::nullopt;
    }
    bytes.remove_prefix(kQueueSegmentMagic.size());
    return take_number<std::int64_t>(bytes);
}

std::string queue_segment_name(std::int64_t base_offset) {
    std::string digits = std::to_string(base_offset);
    digits.insert(0, kSegmentDigits - digits.size(), '0');
    return digits.append(kSegmentSuffix);
}

std::optional<std::int64_t> parse_queue_segment_name(std::string_view name) {
    if (name.size() != kSegmentDigits + kSegmentSuffix.size() || !name.ends_with(kSegmentSuffix)) {
        return std::nullopt;
    }
    return parse_int64(name.substr(0, kSegmentDigits));
}

std::string queue_file_name(std::string_view name) {
    std::string encoded = percent_encode(name);
    return encoded.starts_with('.') ? "%2E" + encoded.substr(1) : encoded;
}

std::string queue_offset_file(std::int64_t offset) {
    std::string bytes(kOffsetMagic);
    append_number(bytes, offset);
    append_number(bytes, crc32c(bytes));
    return bytes;
}

std::optional<std::int64_t> parse_queue_offset_file(std::string_view bytes) {
    constexpr std::size_t kCheckedSizeBytes = 16;
    if (bytes.size() != kCheckedSizeBytes + kChecksumSizeBytes || !bytes.starts_with(kOffsetMagic)) {
        return std::nullopt;
    }
    std::string_view rest = bytes.substr(kOffsetMagic.size());
    const auto offset = take_number<std::int64_t>(rest);
    if (take_number<std::uint32_t>(rest) != crc32c(bytes.substr(0, kCheckedSizeBytes))) {
        return std::nullopt;
    }
    return offset;
}

}  // namespace levada
