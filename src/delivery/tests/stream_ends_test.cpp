#include "levada/delivery/stream_ends.h"

#include <gtest/gtest.h>

#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

void append(Queue& queue, const DeliveryMessage& message) {
    const std::string bytes = encode(message);
    const std::string_view payload = bytes;
    ASSERT_TRUE(queue.append("p.s", {&payload, 1}).has_value());
}

TEST(StreamEnds, AreThoseOfEachRunFromAnOffsetOn) {
    testing::MemoryQueue queue;
    EXPECT_TRUE(stream_ends(queue, "p.s")->empty()) << "no topic yet";
    append(queue, StreamBegin{.run = "r1", .stream = "s"});
    append(queue, StreamEnd{.run = "r1", .stream = "s", .outcome = StreamOutcome::complete});
    append(queue, StreamBegin{.run = "r2", .stream = "s"});
    append(queue, StreamEnd{.run = "r3", .stream = "s", .outcome = StreamOutcome::incomplete});
    const auto all = stream_ends(queue, "p.s");
    EXPECT_EQ(
        *all,
        (std::map<std::string, StreamOutcome>{{"r1", StreamOutcome::complete}, {"r3", StreamOutcome::incomplete}}));
    EXPECT_EQ(stream_ends(queue, "p.s", 2)->size(), 1U);
    EXPECT_TRUE(stream_ends(queue, "p.s", 9)->empty());
}

TEST(StreamEnds, WhatIsNoMessageIsAnErrorWithItsPlace) {
    testing::MemoryQueue queue;
    const std::string_view garbage = "garbage";
    ASSERT_TRUE(queue.append("p.s", {&garbage, 1}).has_value());
    const auto ends = stream_ends(queue, "p.s");
    ASSERT_FALSE(ends.has_value());
    EXPECT_EQ(ends.error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(ends.error().fact("offset"), "0");
}

}  // namespace
}  // namespace levada
