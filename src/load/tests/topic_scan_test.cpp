#include "topic_scan.h"

#include "load_support.h"

#include <gtest/gtest.h>

namespace levada::load {
namespace {

/// Events in short: `b<run>` a begin, `2@5` two batches that count up to offset 5, `e` behind it the end.
std::string events(TopicScan& scan) {
    std::string out;
    while (true) {
        const auto event = scan.next();
        if (!event.has_value()) {
            return out + event.error().to_string();
        }
        if (!event->has_value()) {
            return out;
        }
        out += out.empty() ? "" : " ";
        if (const auto* begun = std::get_if<RunBegun>(&**event)) {
            out += "b" + begun->begin.run;
            continue;
        }
        const auto& ready = std::get<BatchesReady>(**event);
        out += std::to_string(ready.batches.size()) + "@" + std::to_string(ready.next_offset);
        out += ready.end.has_value() ? "e" : "";
    }
}

TEST(TopicScan, BatchesCountWhenABoundaryFollows) {
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{}\n");
    repeat(yard);
    yard.batch("{}\n");
    yard.checkpoint();
    yard.batch("{}\n");  // Left by a crash: no boundary follows.
    yard.begin("r2", 0);
    yard.end();
    TopicScan scan(yard.queue(), "p.s", 0);
    EXPECT_EQ(events(scan), "br1 2@5 br2 0@8e");
    yard.begin("r3", 0);
    yard.batch("{}\n");
    EXPECT_EQ(events(scan), "br3");
    yard.end();
    EXPECT_EQ(events(scan), "1@11e");
}

TEST(TopicScan, BatchesThatDoNoHarmCountWhenTheyFillAGroup) {
    Yard yard;
    yard.begin("r1", 0);
    for (int i = 0; i < 5; ++i) {
        yard.batch("{\"id\":1}\n");  // 9 bytes
    }
    TopicScan scan(yard.queue(), "p.s", 0);
    std::string found;
    for (auto event = scan.next(18).value(); event.has_value(); event = scan.next(18).value()) {
        const auto* ready = std::get_if<BatchesReady>(&*event);
        found += ready == nullptr
                     ? "b"
                     : " " + std::to_string(ready->batches.size()) + "@" + std::to_string(ready->next_offset);
    }
    EXPECT_EQ(found, "b 2@3 2@5");
    yard.end();
    EXPECT_EQ(events(scan), "1@7e") << "the rest waits for its boundary";
}

TEST(TopicScan, WhatWasTakenBackDoesNotCount) {
    // Goal: from the named record on to the newest batch; said twice, later batches stay.
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{}\n{}\n{}\n");
    yard.batch("{}\n");
    yard.retract(0, 2);
    yard.batch("{}\n{}\n");
    TopicScan scan(yard.queue(), "p.s", 0);
    EXPECT_EQ(events(scan), "br1");
    yard.checkpoint();
    const auto ready = std::get<BatchesReady>(*scan.next().value());
    ASSERT_EQ(ready.batches.size(), 2U);
    EXPECT_EQ(ready.batches[0].count, 2);
    EXPECT_EQ(ready.batches[1].count, 2);
    EXPECT_EQ(ready.batches[1].offset, 4);
    EXPECT_EQ(ready.taken_back_count, 2);
    yard.batch("{}\n");
    yard.retract(0, 0);
    repeat(yard);
    yard.end();
    const auto nothing = std::get<BatchesReady>(*scan.next().value());
    EXPECT_TRUE(nothing.batches.empty());
    EXPECT_EQ(nothing.taken_back_count, 1);
}

TEST(TopicScan, ARepeatedRetractionTakesNothingThatCameAfterIt) {
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{}\n");
    yard.retract(0, 0);
    yard.batch("{}\n");
    repeat(yard, 2);
    yard.end();
    TopicScan scan(yard.queue(), "p.s", 0);
    EXPECT_EQ(events(scan), "br1 1@6e");
}

TEST(TopicScan, WhatMayBeTakenBackWaitsForItsSlice) {
    // Goal: of batches that count without a boundary only those before the slice that is being read.
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{\"id\":1}\n", 0);
    yard.batch("{\"id\":1}\n", 0);
    TopicScan scan(yard.queue(), "p.s", 0);
    EXPECT_TRUE(std::holds_alternative<RunBegun>(*scan.next(9).value()));
    EXPECT_FALSE(scan.next(9).value().has_value());
    yard.batch("{\"id\":1}\n", 2);
    const auto ready = std::get<BatchesReady>(*scan.next(9).value());
    EXPECT_EQ(ready.batches.size(), 2U);
    EXPECT_EQ(ready.next_offset, 3);
    EXPECT_FALSE(scan.next(9).value().has_value());
    yard.end();
    EXPECT_EQ(events(scan), "1@5e");
}

TEST(TopicScan, GoesOnInsideASlice) {
    Yard yard;
    yard.begin("r1", 0);
    yard.batch("{}\n");
    yard.batch("{}\n");
    yard.end();
    TopicScan scan(yard.queue(), "p.s", 2);
    scan.remember({"r1", "s", 0, 0});
    EXPECT_EQ(events(scan), "1@4e");
    TopicScan again(yard.queue(), "p.s", 0);
    again.remember({"r1", "s", 0, 0});
    EXPECT_EQ(events(again), "br1 1@4e");
}

TEST(TopicScan, WhatIsLeftOfARunWithoutItsBeginDoesNotCount) {
    // Goal: retention took the begin of a run whose version was given up; its last batches are no records of the table.
    // Found by the simulation: they were merged into the version before.
    Yard yard;
    yard.begin("r3", 3);
    yard.batch("{}\n");
    yard.batch("{}\n");
    yard.end(StreamOutcome::incomplete);
    yard.begin("r4", 4);
    yard.batch("{}\n");
    yard.end();
    TopicScan scan(yard.queue(), "p.s", 2);
    scan.remember({"r2", "s", 0, 0});
    EXPECT_EQ(events(scan), "br4 1@7e");
}

TEST(TopicScan, NoMessageIsAnErrorWithItsPlace) {
    Yard yard;
    const std::string_view garbage = "garbage";
    ASSERT_TRUE(yard.queue().append("p.s", {&garbage, 1}).has_value());
    TopicScan scan(yard.queue(), "p.s", 0);
    const auto event = scan.next();
    ASSERT_FALSE(event.has_value());
    EXPECT_EQ(event.error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(event.error().fact("offset"), "0");
}

}  // namespace
}  // namespace levada::load
