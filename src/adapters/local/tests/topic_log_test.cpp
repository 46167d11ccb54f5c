#include "topic_log.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

class TopicLogTest : public ::testing::Test {
protected:
    TopicLog::Surroundings surroundings() { return {folder_.path() / "t", 100, clock_, disk_}; }
    static Result<std::int64_t> append(TopicLog& log, std::string_view payload) {
        return log.append(std::span(&payload, 1));
    }
    std::size_t segment_count() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_.path() / "t")) {
            count += 1;
        }
        return count;
    }

    testing::TempDir folder_;
    testing::ManualClock clock_;
    Disk disk_;
};

TEST_F(TopicLogTest, SegmentsFollowOneAnother) {
    // Goal: reading goes over the ends of segments, in this object and after opening again.
    auto log = *TopicLog::create(surroundings());
    for (int i = 0; i < 7; ++i) {
        ASSERT_EQ(*append(*log, std::string(50, static_cast<char>('0' + i))), i);
    }
    EXPECT_EQ(segment_count(), 4U);
    for (int pass = 0; pass < 2; ++pass) {
        std::int64_t offset = 0;
        while (offset < 7) {
            const auto messages = log->read(offset, 1000);
            ASSERT_TRUE(messages.has_value() && !messages->empty()) << offset;
            for (const QueueMessage& message : *messages) {
                EXPECT_EQ(message.payload[0], '0' + offset);
                EXPECT_EQ(message.offset, offset++);
            }
        }
        log = TopicLog::open(surroundings(), 0)->log;
    }
}

TEST_F(TopicLogTest, RetentionDropsWholeOldSegments) {
    // Goal: by size, by age, never what is still needed, never the newest segment.
    auto log = *TopicLog::create(surroundings());
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(append(*log, std::string(50, 'x')).has_value());
        clock_.advance(std::chrono::hours(1));
    }
    ASSERT_EQ(segment_count(), 3U);
    EXPECT_EQ(*log->apply_retention({}, 6), 0U) << "no limit";
    EXPECT_EQ(*log->apply_retention({.size_bytes_max = 1}, 1), 0U) << "message 1 is needed";
    EXPECT_EQ(*log->apply_retention({.age_max = std::chrono::hours(5)}, 6), 0U) << "two hours old at most";
    EXPECT_GT(*log->apply_retention({.age_max = std::chrono::minutes(270)}, 6), 0U);
    EXPECT_EQ(log->bounds(), (std::pair<std::int64_t, std::int64_t>(2, 6)));
    EXPECT_EQ(log->read(1, 100).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(log->read(1, 100).error().fact("oldest"), "2");
    EXPECT_GT(*log->apply_retention({.size_bytes_max = 1}, 100), 0U);
    EXPECT_EQ(log->bounds(), (std::pair<std::int64_t, std::int64_t>(4, 6)));
    EXPECT_EQ(*append(*TopicLog::open(surroundings(), 0)->log, "next"), 6) << "offsets go on after opening again";
}

TEST_F(TopicLogTest, AFullDiskRefusesAndGoesOnWhenThereIsRoom) {
    // Goal: unavailable without a trace, also when the next segment cannot be begun.
    auto log = *TopicLog::create(surroundings());
    ASSERT_TRUE(append(*log, std::string(90, 'x')).has_value());
    for (const std::uint64_t room : {1U, 20U, 40U}) {
        disk_.set_size_bytes_max(disk_.written_size_bytes() + room);
        EXPECT_EQ(append(*log, std::string(90, 'y')).error().code(), ErrorCode::unavailable) << room;
        EXPECT_EQ(log->bounds().second, 1) << room;
    }
    disk_.set_size_bytes_max(0);
    EXPECT_EQ(*append(*log, "z"), 1);
    EXPECT_EQ(log->read(1, 10)->at(0).payload, "z");
    EXPECT_EQ(TopicLog::open(surroundings(), 0)->cut_size_bytes, 0U);
}

TEST_F(TopicLogTest, ADamagedMessageIsNeverDelivered) {
    // Goal: a bit that flips in an older segment is corruption with its place when it is read.
    auto log = *TopicLog::create(surroundings());
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(append(*log, std::string(50, 'x')).has_value());
    }
    const std::filesystem::path path = folder_.path() / "t" / queue_segment_name(0);
    std::string bytes = *read_file(path);
    bytes[60] = static_cast<char>(bytes[60] ^ 1);
    ASSERT_TRUE(write_file_atomically(path, bytes).has_value());
    log = TopicLog::open(surroundings(), 0)->log;
    const auto read = log->read(0, 100);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code(), ErrorCode::corruption);
    EXPECT_EQ(read.error().fact("byte"), "16");
}

}  // namespace
}  // namespace levada
