#include "queue_segment.h"

#include <gtest/gtest.h>

#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class QueueSegmentTest : public ::testing::Test {
protected:
    // A file with one synced append per list; gives where each record begins, and the end.
    std::vector<std::uint64_t> write(const std::vector<std::vector<std::string_view>>& appends) {
        const auto segment = *QueueSegment::create(folder_.path(), 5, disk_);
        std::vector<std::uint64_t> positions;
        std::int64_t offset = 5;
        std::uint64_t position = segment->size_bytes();
        for (const std::vector<std::string_view>& payloads : appends) {
            EXPECT_TRUE(segment->append(payloads, {.offset = offset, .durable = offset}).has_value());
            EXPECT_TRUE(segment->sync().has_value());
            for (const std::string_view payload : payloads) {
                positions.push_back(position);
                position += kQueueRecordHeaderSizeBytes + payload.size();
            }
            offset += static_cast<std::int64_t>(payloads.size());
        }
        positions.push_back(position);
        return positions;
    }
    Result<QueueSegment::Recovery> recover() {
        LEVADA_TRY(const auto segment, QueueSegment::open(path(), 5, disk_));
        return segment->recover();
    }
    std::filesystem::path path() const { return folder_.path() / queue_segment_name(5); }
    void overwrite(const std::string& bytes) { ASSERT_TRUE(write_file_atomically(path(), bytes).has_value()); }

    testing::TempDir folder_;
    Disk disk_;
};

TEST_F(QueueSegmentTest, WritesAgainWhatMayNeverHaveReachedTheDisk) {
    // Goal: a file whose records do not say that it is durable is written anew, its header too: the sync of a program
    // before this one may have failed, and after that only a new write makes a sync mean something.
    write({});
    const std::uint64_t empty = disk_.written_size_bytes();
    ASSERT_TRUE(recover().has_value());
    EXPECT_EQ(disk_.written_size_bytes() - empty, kQueueSegmentHeaderSizeBytes) << "only a header";

    ASSERT_TRUE(std::filesystem::remove(path()));
    const std::vector<std::uint64_t> positions = write({{"one"}});
    const std::uint64_t one = disk_.written_size_bytes();
    ASSERT_TRUE(recover().has_value());
    EXPECT_EQ(disk_.written_size_bytes() - one, positions.back()) << "the first record, and with it the header";

    ASSERT_TRUE(std::filesystem::remove(path()));
    const std::vector<std::uint64_t> more = write({{"one"}, {"two"}});
    const std::uint64_t two = disk_.written_size_bytes();
    ASSERT_TRUE(recover().has_value());
    EXPECT_EQ(disk_.written_size_bytes() - two, more[2] - more[1]) << "what follows a record known to be durable";
}

TEST_F(QueueSegmentTest, ACutAnywhereEndsTheLogBeforeIt) {
    // Goal: for every length that a crash can leave, what was whole before it is kept and the rest is cut off.
    const std::vector<std::uint64_t> positions = write({{"one", ""}, {"three"}});
    const std::string whole = *read_file(path());
    ASSERT_EQ(whole.size(), positions.back());
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        overwrite(whole.substr(0, size));
        const auto recovery = recover();
        ASSERT_TRUE(recovery.has_value()) << size << ": " << recovery.error().to_string();
        std::int64_t want = 5;
        for (std::size_t i = 1; i < positions.size(); ++i) {
            want += size >= positions[i] ? 1 : 0;
        }
        EXPECT_EQ(recovery->next_offset, want) << size;
        EXPECT_EQ(std::filesystem::file_size(path()),
                  std::max<std::uint64_t>(16, positions[static_cast<std::size_t>(want - 5)]))
            << size;
        EXPECT_EQ(recover()->cut_size_bytes, 0U) << size << ": a second time there is nothing to cut";
    }
}

TEST_F(QueueSegmentTest, AFlippedBitIsAnErrorWhereItWasDurableAndATornTailElsewhere) {
    // Goal: damage before a later synced append is corruption and changes nothing; in the last append it is its end.
    const std::vector<std::uint64_t> positions = write({{"first"}, {"second", "third"}});
    const std::string whole = *read_file(path());
    for (std::size_t byte = kQueueSegmentHeaderSizeBytes; byte < whole.size(); ++byte) {
        std::string flipped = whole;
        flipped[byte] = static_cast<char>(flipped[byte] ^ 4);
        overwrite(flipped);
        const auto recovery = recover();
        if (byte < positions[1]) {
            ASSERT_FALSE(recovery.has_value()) << byte;
            EXPECT_EQ(recovery.error().code(), ErrorCode::corruption) << byte;
            EXPECT_EQ(recovery.error().fact("byte"), std::to_string(positions[0])) << byte;
            EXPECT_EQ(*read_file(path()), flipped) << byte;
        } else {
            ASSERT_TRUE(recovery.has_value()) << byte << ": " << recovery.error().to_string();
            EXPECT_EQ(recovery->next_offset, byte < positions[2] ? 6 : 7) << byte;
        }
    }
}

TEST_F(QueueSegmentTest, ABlankHeaderIsASegmentThatWasJustBegun) {
    // Goal: a power cut may leave the length of the header without its bytes; nothing was acknowledged in it.
    overwrite(std::string(kQueueSegmentHeaderSizeBytes, '\0'));
    const auto recovery = recover();
    ASSERT_TRUE(recovery.has_value()) << recovery.error().to_string();
    EXPECT_EQ(recovery->next_offset, 5);
    EXPECT_EQ(*read_file(path()), queue_segment_header(5));
}

TEST_F(QueueSegmentTest, ATailThatWasAcknowledgedIsNotCut) {
    // Goal: a consumer has read up to an offset; a log that ends before it is damaged, and nothing is changed.
    write({{"first"}, {"second"}});
    std::string bytes = *read_file(path());
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    overwrite(bytes);
    const auto segment = *QueueSegment::open(path(), 5, disk_);
    const auto refused = segment->recover(7);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), ErrorCode::corruption);
    EXPECT_EQ(*read_file(path()), bytes);
    EXPECT_EQ(segment->recover(6)->next_offset, 6);
}

TEST_F(QueueSegmentTest, AForeignFileIsRefused) {
    // Goal: wrong magic and wrong base offset are corruption at byte 0.
    for (const std::string& bytes : {std::string(40, 'x'), queue_segment_header(6)}) {
        overwrite(bytes);
        const auto opened = QueueSegment::open(path(), 5, disk_);
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().code(), ErrorCode::corruption);
    }
}

TEST_F(QueueSegmentTest, ReadersFindEveryRecord) {
    // Goal: from any offset the right record comes, with an index made while writing and one made from the file.
    const auto written = *QueueSegment::create(folder_.path(), 5, disk_);
    std::vector<std::string> payloads;
    for (int i = 0; i < 400; ++i) {
        payloads.push_back(std::to_string(i) + std::string(static_cast<std::size_t>(i % 7) * 300, 'x'));
    }
    payloads.emplace_back(200'000, 'L');
    payloads.emplace_back("last");
    const std::vector<std::string_view> views(payloads.begin(), payloads.end());
    ASSERT_TRUE(written->append(views, {.offset = 5, .durable = 5, .time_microseconds = 77}).has_value());
    const auto opened = *QueueSegment::open(path(), 5, disk_);
    for (const auto& segment : {written, opened}) {
        EXPECT_EQ(*segment->newest_time_microseconds(), 77);
        for (std::size_t i = 0; i < payloads.size(); i += 13) {
            QueueRecordReader reader = *segment->reader_at(static_cast<std::int64_t>(i) + 5);
            std::string payload;
            auto record = *reader.next(payload);
            while (record.has_value() && record->offset < static_cast<std::int64_t>(i) + 5) {
                record = *reader.next(payload);
            }
            ASSERT_TRUE(record.has_value()) << i;
            EXPECT_EQ(payload, payloads[i]) << i;
        }
    }
}

TEST_F(QueueSegmentTest, AFullDiskLeavesTheFileAsItWas) {
    // Goal: whatever part of an append fitted, none of it is left, and there is no file without a header.
    const auto segment = *QueueSegment::create(folder_.path(), 5, disk_);
    const std::string large(100'000, 'x');
    const std::string_view payloads[] = {"small", large, "tail"};
    for (const std::uint64_t room : {1U, 40U, 60'000U, 100'060U}) {
        disk_.set_size_bytes_max(disk_.written_size_bytes() + room);
        const Status failed = segment->append(payloads, {.offset = 5});
        ASSERT_FALSE(failed.has_value()) << room;
        EXPECT_EQ(failed.error().code(), ErrorCode::unavailable) << room;
        EXPECT_EQ(std::filesystem::file_size(path()), kQueueSegmentHeaderSizeBytes) << room;
    }
    EXPECT_FALSE(QueueSegment::create(folder_.path(), 9, disk_).has_value());
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / queue_segment_name(9)));
}

}  // namespace
}  // namespace levada
