#include "levada/load/backlog.h"

#include <gtest/gtest.h>

#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

constexpr std::uint64_t kMega = std::uint64_t{1} << 20;

BacklogLimits small_limits() {
    return {.stream_size_bytes_max = 100 * kMega, .total_size_bytes_max = 150 * kMega, .commit_size_bytes = 20 * kMega};
}

std::string text_of(const std::optional<Backlog::Turn>& turn) {
    return turn ? turn->topic + (turn->mode == DrainMode::everything ? " everything" : " full groups") : "none";
}

TEST(Backlog, TellsWhatToLoadAndWhoWaits) {
    // Goal: a stream is loaded when it is worth a commit, whole when room gets scarce, and its reader waits at the
    // limit.
    struct Case {
        const char* name;
        std::uint64_t megabytes_a, megabytes_b;
        std::string turn;
        bool is_over_a, is_over_b;
    };
    const Case cases[] = {
        {"nothing", 0, 0, "none", false, false},
        {"not worth a commit", 19, 19, "none", false, false},
        {"one is", 19, 20, "b full groups", false, false},
        {"the larger one first", 30, 20, "a full groups", false, false},
        {"room gets scarce", 76, 5, "a everything", false, false},
        {"the stream's limit", 101, 5, "a everything", true, false},
        {"the limit of all", 80, 71, "a everything", true, true},
    };
    for (const Case& c : cases) {
        Backlog backlog(small_limits());
        backlog.appended("a", 1, c.megabytes_a * kMega);
        backlog.appended("b", 1, c.megabytes_b * kMega);
        EXPECT_EQ(text_of(backlog.next_turn()), c.turn) << "case: " << c.name;
        EXPECT_EQ(backlog.is_over("a"), c.is_over_a) << "case: " << c.name;
        EXPECT_EQ(backlog.is_over("b"), c.is_over_b) << "case: " << c.name;
    }
}

TEST(Backlog, WhatIsLoadedMakesRoom) {
    Backlog backlog(small_limits());
    for (std::int64_t offset = 1; offset <= 30; ++offset) {
        backlog.appended("a", offset, 4 * kMega);
    }
    EXPECT_TRUE(backlog.is_over("a"));
    backlog.loaded("a", 6);
    EXPECT_FALSE(backlog.is_over("a"));
    EXPECT_FALSE(backlog.has_room("a")) << "who waited goes on when a wait was worth it";
    backlog.loaded("a", 10);
    EXPECT_TRUE(backlog.has_room("a"));
    EXPECT_EQ(backlog.size_bytes("a"), 80 * kMega);
    EXPECT_EQ(backlog.total_size_bytes(), 80 * kMega);
}

TEST(Backlog, TheRestOfAStreamIsATurnOfItsOwn) {
    Backlog backlog({});
    backlog.appended("t", 1, 10);
    const Backlog::Turn turn = backlog.rest_of("t");
    EXPECT_EQ(turn.topic, "t");
    EXPECT_EQ(turn.mode, DrainMode::everything);
    EXPECT_EQ(turn.seen_bytes, 10U);
    EXPECT_EQ(backlog.rest_of("unknown").seen_bytes, 0U);
}

TEST(Backlog, WhatCannotBeLoadedYetKeepsNobodyWaiting) {
    // Goal: of a stream without a checkpoint nothing may be loaded; waiting for it would be for ever.
    Backlog backlog(small_limits());
    backlog.appended("a", 1, 120 * kMega);
    ASSERT_TRUE(backlog.is_over("a"));
    const auto turn = backlog.next_turn();
    ASSERT_TRUE(turn.has_value());
    backlog.appended("a", 2, 10 * kMega);  // while the turn looked
    backlog.done(*turn);
    EXPECT_FALSE(backlog.is_over("a"));
    EXPECT_EQ(text_of(backlog.next_turn()), "none");
    EXPECT_EQ(backlog.size_bytes("a"), 130 * kMega) << "it is there all the same";
    backlog.appended("a", 3, 100 * kMega);
    EXPECT_TRUE(backlog.is_over("a")) << "it is looked at again after as much as the limit";
}

TEST(Backlog, AStreamThatFailsDoesNotKeepOthersFromLoading) {
    Backlog backlog(small_limits());
    backlog.appended("a", 1, 60 * kMega);
    backlog.appended("b", 1, 30 * kMega);
    EXPECT_EQ(text_of(backlog.next_turn({"a"})), "b full groups");
    EXPECT_EQ(text_of(backlog.next_turn({"a", "b"})), "none");
}

TEST(Backlog, ManySmallMessagesAreKnownWellEnough) {
    Backlog backlog(small_limits());
    for (std::int64_t offset = 1; offset <= 100'000; ++offset) {
        backlog.appended("a", offset, 300);
    }
    backlog.loaded("a", 50'000);
    EXPECT_NEAR(static_cast<double>(backlog.size_bytes("a")), 50'000 * 300.0, 300'000);
    backlog.loaded("a", 100'000);
    EXPECT_EQ(backlog.size_bytes("a"), 0U);
}

TEST(CountedQueue, TellsOfAppendsAndOfWhatWasLeft) {
    testing::MemoryQueue queue;
    Backlog backlog(small_limits());
    CountedQueue counted(queue, backlog);
    const std::string message(1000, 'x');
    const std::vector<std::string_view> payloads = {message, message};
    ASSERT_TRUE(counted.append("t", payloads));
    EXPECT_EQ(backlog.size_bytes("t"), 2000U);
    ASSERT_TRUE(queue.append("t", payloads));
    ASSERT_TRUE(queue.commit_offset("t", kLoaderConsumer, 1));

    Backlog later(small_limits());
    ASSERT_TRUE(later.take_up(queue, "t"));
    EXPECT_EQ(later.size_bytes("t"), 3000U);
    ASSERT_TRUE(later.take_up(queue, "not there"));
    queue.set_appends_left(0);
    EXPECT_FALSE(counted.append("t", payloads));
    EXPECT_EQ(backlog.size_bytes("t"), 2000U) << "what failed does not count";
}

}  // namespace
}  // namespace levada
