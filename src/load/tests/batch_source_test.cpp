#include "batch_source.h"

#include "load_support.h"

#include <gtest/gtest.h>

namespace levada::load {
namespace {

TEST(BatchSource, GivesBlocksAndNotes) {
    Yard yard;
    yard.begin("r1", 7);
    yard.batch("{\"id\":1}\n");
    yard.batch("{\"id\":2}\n");
    const std::vector<BatchRef> batches = {{1, 9, 1, {"r1", "s", 0, 0}}, {2, 9, 1, {"r1", "s", 0, 1}}};
    const std::string topic = "p.s";
    ReadingNotes notes;
    BatchSource source(yard.queue(), topic, batches, &notes);
    const auto first = source.next().value();
    EXPECT_EQ(first->records, "{\"id\":1}\n");
    EXPECT_EQ(first->batch_id, "r1/s/0/0");
    EXPECT_EQ(first->generation_id, 7);
    ASSERT_TRUE(source.reject({"bad", first->batch_id, 3, Error(ErrorCode::invalid_data, "no JSON")}).has_value());
    source.undeclared("x", "1");
    EXPECT_EQ(source.next().value()->batch_id, "r1/s/0/1");
    EXPECT_FALSE(source.next().value().has_value());
    ASSERT_EQ(notes.rejections.size(), 1U);
    EXPECT_EQ(notes.rejections[0].body, "bad");
    EXPECT_EQ(notes.rejections[0].letter.record, 3);
    EXPECT_EQ(notes.rejections[0].letter.batch_id, "r1/s/0/0");
    EXPECT_TRUE(notes.undeclared.contains("x"));
}

TEST(BatchSource, RecordsThatDoNotCountAreLeftOut) {
    Yard yard;
    yard.begin("r1", 7);
    yard.batch("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
    const std::vector<BatchRef> batches = {{1, 27, 2, {"r1", "s", 0, 0}}};
    const std::string topic = "p.s";
    BatchSource source(yard.queue(), topic, batches, nullptr);
    EXPECT_EQ(source.next().value()->records, "{\"id\":1}\n{\"id\":2}\n");
}

TEST(BatchSource, ARejectedRecordNamesItsOwnPage) {
    Yard yard;
    yard.begin("r1", 7);
    RecordBatch batch{.place = {"r1", "s", 0, 0}, .count = 3, .raw_object = "k#5", .records = "1\n2\n3\n"};
    batch.add_page(2, "k#9");
    const std::string message = encode(batch);
    const std::string_view payload = message;
    ASSERT_TRUE(yard.queue().append("p.s", std::span(&payload, 1)).has_value());
    const std::vector<BatchRef> batches = {{1, 9, 3, {"r1", "s", 0, 0}}};
    const std::string topic = "p.s";
    ReadingNotes notes;
    BatchSource source(yard.queue(), topic, batches, &notes);
    const auto block = source.next().value();
    for (const std::int64_t record : {0, 1, 2}) {
        ASSERT_TRUE(source.reject({"bad", block->batch_id, record, Error(ErrorCode::invalid_data, "no")}).has_value());
    }
    ASSERT_EQ(notes.rejections.size(), 3U);
    EXPECT_EQ(notes.rejections[0].letter.raw_object, "k#5");
    EXPECT_EQ(notes.rejections[1].letter.raw_object, "k#5");
    EXPECT_EQ(notes.rejections[2].letter.raw_object, "k#9");
}

TEST(BatchSource, AnotherMessageInItsPlaceIsCorruption) {
    Yard yard;
    yard.begin("r1", 0);
    const std::string topic = "p.s";
    const std::vector<BatchRef> wrong_type = {{0, 9, 1, {}}};
    const std::vector<BatchRef> gone = {{5, 9, 1, {}}};
    EXPECT_EQ(BatchSource(yard.queue(), topic, wrong_type, nullptr).next().error().code(), ErrorCode::corruption);
    EXPECT_EQ(BatchSource(yard.queue(), topic, gone, nullptr).next().error().code(), ErrorCode::corruption);
}

}  // namespace
}  // namespace levada::load
