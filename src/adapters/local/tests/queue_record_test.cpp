#include "queue_record.h"

#include <gtest/gtest.h>

#include "levada/base/hash.h"

namespace levada {
namespace {

TEST(QueueRecord, HasTheBytesOfItsSpecification) {
    // Goal: the example of docs/formats/queue.md, byte by byte.
    std::string bytes;
    append_queue_record(bytes, {.offset = 7, .durable = 7, .time_microseconds = 0x0102}, "{}");
    EXPECT_EQ(to_hex(std::string_view(bytes).substr(4)),
              "02000000"
              "0700000000000000"
              "0700000000000000"
              "0201000000000000"
              "7b7d");
    const std::string longer = bytes + "more";
    const auto record = parse_queue_record(longer);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->header.offset, 7);
    EXPECT_EQ(record->header.durable, 7);
    EXPECT_EQ(record->header.time_microseconds, 0x0102);
    EXPECT_EQ(record->payload, "{}");
    EXPECT_EQ(record->size_bytes(), bytes.size());
}

TEST(QueueRecord, NamesOfFilesLeadNowhereElse) {
    EXPECT_EQ(queue_file_name("shop.items"), "shop.items");
    EXPECT_EQ(queue_file_name("../a b"), "%2E.%2Fa%20b");
    EXPECT_EQ(queue_file_name("."), "%2E");
}

TEST(QueueRecord, EveryFlippedBitAndCutIsFound) {
    // Goal: no single bit of a record can change unnoticed, and no part of it passes for a record.
    std::string bytes;
    append_queue_record(bytes, {.offset = 1, .durable = 0, .time_microseconds = 5}, "payload");
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(parse_queue_record(flipped).has_value()) << "bit " << bit;
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(parse_queue_record(std::string_view(bytes).substr(0, size)).has_value()) << "size " << size;
    }
    EXPECT_FALSE(parse_queue_record(std::string(100, '\0')).has_value()) << "zeros of a torn block";
}

TEST(QueueRecord, NamesHeadersAndOffsetsReadBack) {
    // Goal: what is written is read; anything else is refused.
    EXPECT_EQ(queue_segment_name(18'233), "00000000000000018233.log");
    EXPECT_EQ(parse_queue_segment_name("00000000000000018233.log"), 18'233);
    EXPECT_FALSE(parse_queue_segment_name("18233.log").has_value());
    EXPECT_FALSE(parse_queue_segment_name("0000000000000001823x.log").has_value());
    EXPECT_EQ(parse_queue_segment_header(queue_segment_header(9)), 9);
    EXPECT_FALSE(parse_queue_segment_header("LVDQLOG2\1\0\0\0\0\0\0\0").has_value());
    std::string offset = queue_offset_file(42);
    EXPECT_EQ(parse_queue_offset_file(offset), 42);
    EXPECT_FALSE(parse_queue_offset_file(offset + "x").has_value());
    offset[9] = static_cast<char>(offset[9] ^ 1);
    EXPECT_FALSE(parse_queue_offset_file(offset).has_value());
}

}  // namespace
}  // namespace levada
