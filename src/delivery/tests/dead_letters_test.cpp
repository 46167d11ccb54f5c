#include "levada/delivery/dead_letters.h"

#include <gtest/gtest.h>

#include "levada/delivery/messages.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/memory_metadata.h"
#include "levada/testing/memory_queue.h"

namespace levada {
namespace {

class DeadLettersTest : public ::testing::Test {
protected:
    void fail(const std::string& run, const std::string& error, const std::string& body, const char* stream = "s") {
        clock_.advance(std::chrono::seconds(1));
        const auto now = std::chrono::duration_cast<std::chrono::microseconds>(clock_.now().time_since_epoch());
        DeadLetter letter{.run = run,
                          .stream = stream,
                          .batch_id = run + "/s/0/0",
                          .record = body.empty() ? -1 : 3,
                          .code = "invalid_data",
                          .error = error,
                          .time_us = now.count(),
                          .raw_object = "raw/p/s/1.warc.gz#7",
                          .connector = "shop.yaml@abc",
                          .body = body};
        const std::string bytes = encode(letter);
        const std::string_view payload = bytes;
        ASSERT_TRUE(queue_.append(dead_letter_topic_of("p", stream), std::span(&payload, 1)));
    }
    std::vector<KeptLetter> list(const LetterFilter& filter = {}) {
        const auto letters = letters_.list(filter);
        EXPECT_TRUE(letters.has_value());
        return letters ? *letters : std::vector<KeptLetter>();
    }

    testing::MemoryQueue queue_;
    testing::MemoryMetadata metadata_;
    testing::ManualClock clock_;
    DeadLetters letters_{queue_, metadata_, clock_};
};

TEST_F(DeadLettersTest, TheSameRecordIsOneLetterWithAllItsFailures) {
    fail("r1", "wanted a number, found \"n/a\"", "{\"id\":1}");
    fail("r2", "wanted a number, found \"n/a\"", "{\"id\":1}");
    fail("r2", "wanted a number, found \"?\"", "{\"id\":2}");
    const auto all = list();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].attempt_count, 2);
    EXPECT_EQ(all[0].run, "r2");
    EXPECT_EQ(all[0].last_us - all[0].first_us, 1'000'000);
    EXPECT_EQ(all[0].connector, "shop.yaml@abc");
    EXPECT_EQ(all[0].raw_object, "raw/p/s/1.warc.gz#7");
    EXPECT_EQ(letters_.body(all[1]).value(), "{\"id\":2}");
    const auto groups = DeadLetters::by_cause(all);
    ASSERT_EQ(groups.size(), 1U) << "both have the same cause";
    EXPECT_EQ(groups[0].letter_count, 2);
    EXPECT_EQ(groups[0].attempt_count, 3);
    EXPECT_EQ(groups[0].cause, "wanted a number, found \"…\"");
}

TEST_F(DeadLettersTest, Filter) {
    fail("r1", "wanted a number", "{\"id\":1}");
    fail("r2", "HTTP 400", "", "t");
    const auto all = list();
    ASSERT_EQ(all.size(), 2U);
    struct Case {
        const char* name;
        LetterFilter filter;
        std::size_t want;
    };
    const Case cases[] = {
        {"all", {}, 2},
        {"pipeline", {.pipeline = "p"}, 2},
        {"another pipeline", {.pipeline = "q"}, 0},
        {"stream", {.stream = "t"}, 1},
        {"begin of an id", {.id = all[0].id.substr(0, 6)}, 1},
        {"code", {.code = "unavailable"}, 0},
        {"part of the error", {.cause = "http"}, 1},
        {"run", {.run = "r1"}, 1},
        {"status", {.status = LetterStatus::discarded}, 0},
        {"since", {.since_us = all[1].last_us}, 1},
        {"until", {.until_us = all[0].last_us}, 1},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(list(c.filter).size(), c.want) << "case: " << c.name;
    }
}

TEST_F(DeadLettersTest, MarksSayWhoAndWhyAndHoldUntilItFailsAgain) {
    fail("r1", "broken", "{\"id\":1}");
    fail("r1", "broken", "{\"id\":2}");
    clock_.advance(std::chrono::seconds(1));
    auto all = list();
    ASSERT_TRUE(letters_.mark({all[0]}, {LetterStatus::discarded, "ann", "a test record"}));
    ASSERT_TRUE(letters_.mark({all[1]}, {LetterStatus::replaying, "ann", "mended", "r5", 17}));
    all = list();
    EXPECT_EQ(all[0].status, LetterStatus::discarded);
    EXPECT_EQ(all[0].by, "ann");
    EXPECT_EQ(all[0].why, "a test record");
    EXPECT_EQ(all[1].status, LetterStatus::replaying);
    EXPECT_EQ(letters_.cut_off_replays("p", "s").value(), (std::map<std::string, std::int64_t>{{"r5", 17}}));
    ASSERT_TRUE(letters_.mark({all[1]}, {LetterStatus::replayed, "ann", "mended", "r5", 17}));
    EXPECT_EQ(list()[1].status, LetterStatus::replayed);
    EXPECT_TRUE(letters_.cut_off_replays("p", "s")->empty());
    fail("r6", "broken", "{\"id\":1}");
    fail("r6", "broken", "{\"id\":2}");
    all = list();
    EXPECT_EQ(all[0].status, LetterStatus::discarded) << "a record that is not wanted stays so";
    EXPECT_EQ(all[1].status, LetterStatus::open) << "it failed again";
}

TEST_F(DeadLettersTest, WhatIsSettledAndOldMayGoUpToTheFirstThatIsNot) {
    // Goal: what nobody has dealt with stays, and all after it; what was dealt with stays for a while.
    for (const char* body : {"{\"id\":1}", "{\"id\":2}", "{\"id\":1}", "{\"id\":3}", "{\"id\":4}"}) {
        fail("r1", "wanted a number", body);
    }
    const auto all = list();
    ASSERT_EQ(all.size(), 4U);
    const std::string topic = dead_letter_topic_of("p", "s");
    const auto first_kept = [&] { return letters_.first_kept(topic, clock_.now() - std::chrono::hours(24)).value(); };
    EXPECT_EQ(first_kept(), 0) << "all are open";
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(letters_.mark({all[0], all[1]}, {.status = LetterStatus::discarded, .by = "ann", .why = "test data"}));
    ASSERT_TRUE(letters_.mark({all[3]}, {.status = LetterStatus::replayed, .by = "ann", .why = "mended"}));
    EXPECT_EQ(first_kept(), 0) << "nothing is old";
    clock_.advance(std::chrono::hours(25));
    EXPECT_EQ(first_kept(), 3) << "the third record is open, and stands before the fourth";
    ASSERT_TRUE(letters_.mark({all[2]}, {.status = LetterStatus::replaying, .by = "ann", .why = "again"}));
    clock_.advance(std::chrono::hours(25));
    EXPECT_EQ(first_kept(), 3) << "a replay that may have been cut off is not settled";
    ASSERT_TRUE(letters_.mark({all[2]}, {.status = LetterStatus::replayed, .by = "ann", .why = "again"}));
    clock_.advance(std::chrono::hours(25));
    EXPECT_EQ(first_kept(), 5);
    fail("r2", "wanted a number", "{\"id\":2}");
    EXPECT_EQ(first_kept(), 1) << "a discarded record that fails again stays discarded, but is not old";
    ASSERT_TRUE(letters_.drop_settled("p", clock_.now() - std::chrono::hours(24)));
    ASSERT_TRUE(letters_.drop_settled("another", clock_.now()));
    EXPECT_EQ(list().size(), 4U) << "a queue drops whole segments only";
}

TEST(CauseOf, LeavesOutWhatDiffers) {
    struct Case {
        const char* error;
        const char* want;
    };
    const Case cases[] = {
        {"column \"a\": wanted 12, found 'x y'", "column \"…\": wanted #, found '…'"},
        {"HTTP 400 of 10", "HTTP # of #"},
        {"no text", "no text"},
        {"", ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(cause_of(c.error), c.want);
    }
}

}  // namespace
}  // namespace levada
