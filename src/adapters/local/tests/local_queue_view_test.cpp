#include "levada/adapters/local_queue_view.h"

#include <gtest/gtest.h>

#include "levada/adapters/local_queue.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/temp_dir.h"

namespace levada {
namespace {

TEST(LocalQueueView, SeesWhatTheWriterWroteAndChangesNothing) {
    const testing::TempDir folder;
    const testing::ManualClock clock;
    LocalQueueOptions options;
    options.segment_size_bytes_max = 100;
    auto queue = LocalQueue::open(folder.path(), options, clock, no_log());
    ASSERT_TRUE(queue.has_value());
    LocalQueueView view(folder.path());
    EXPECT_TRUE(view.topics()->empty());
    EXPECT_EQ(view.bounds("a.b").error().code(), ErrorCode::not_found);
    for (int i = 0; i < 10; ++i) {
        const std::string text = "message " + std::to_string(i);
        const std::string_view payload = text;
        ASSERT_TRUE((*queue)->append("a.b", std::span(&payload, 1)));
    }
    EXPECT_EQ(view.topics().value(), std::vector<std::string>({"a.b"}));
    EXPECT_EQ(view.bounds("a.b").value(), (std::pair<std::int64_t, std::int64_t>(0, 10)));
    std::vector<std::string> texts;
    for (std::int64_t offset = 0; offset < 10;) {
        const auto messages = view.read("a.b", offset, 1);
        ASSERT_TRUE(messages.has_value());
        ASSERT_FALSE(messages->empty()) << offset;
        for (const QueueMessage& message : *messages) {
            EXPECT_EQ(message.offset, offset++);
            texts.push_back(message.payload);
        }
    }
    EXPECT_EQ(texts.back(), "message 9");
    EXPECT_EQ(view.read("a.b", 3, 1)->front().payload, "message 3") << "an offset in the middle of a file";
    EXPECT_TRUE(view.read("a.b", 10, 1)->empty());
    ASSERT_TRUE((*queue)->commit_offset("a.b", "loader", 4));
    EXPECT_EQ(view.committed_offset("a.b", "loader").value(), 4);
    EXPECT_FALSE(view.committed_offset("a.b", "other")->has_value());
    EXPECT_EQ(view.append("a.b", {}).error().code(), ErrorCode::unsupported);
    EXPECT_EQ(view.commit_offset("a.b", "x", 1).error().code(), ErrorCode::unsupported);
    EXPECT_EQ(view.apply_retention("a.b", {}, 0).error().code(), ErrorCode::unsupported);
}

}  // namespace
}  // namespace levada
