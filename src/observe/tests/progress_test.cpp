#include "levada/observe/progress.h"

#include <gtest/gtest.h>

#include "levada/testing/manual_clock.h"

namespace levada::observe {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A Progress whose output is kept.
class ProgressTest : public ::testing::Test {
protected:
    Progress make(ProgressOptions options) {
        return Progress(options, [this](std::string_view piece) { text_ += piece; }, clock_);
    }
    std::string take() { return std::exchange(text_, std::string()); }

    levada::testing::ManualClock clock_;
    std::string text_;
};

TEST_F(ProgressTest, LinesAtMostOneInFiveSeconds) {
    Progress progress = make({.mode = ProgressMode::lines});
    progress.start("posts");
    EXPECT_EQ(take(), "posts: started\n");
    for (int i = 0; i < 10; ++i) {
        clock_.advance(milliseconds(499));
        progress.add("posts", {.records = 100, .pages = 1, .bytes = 50'000});
    }
    EXPECT_EQ(take(), "");
    clock_.advance(milliseconds(10));
    progress.add("posts", {.records = 234, .pages = 1, .bytes = 1});
    EXPECT_EQ(take(), "posts: 1,234 records, 11 pages, 500.0 KB, 246/s\n");
    clock_.advance(seconds(5));
    progress.wait("posts", "rate limited", milliseconds(11'500));
    EXPECT_EQ(take(), "posts: 1,234 records, 11 pages, 500.0 KB, 123/s, waits 12 s: rate limited\n");
    progress.end("posts", StreamOutcome::partial, "HTTP 400\non page 12");
    EXPECT_EQ(take(), "posts: partial, 1,234 records, 11 pages, 500.0 KB, 246/s; HTTP 400 on page 12\n");
    progress.finish();
    progress.add("posts", {.records = 1});
    EXPECT_EQ(take(), "");
    EXPECT_EQ(progress.total().records, 1235U);
}

TEST_F(ProgressTest, ARateCountsFromTheFirstRequestToTheLastAmount) {
    Progress progress = make({.mode = ProgressMode::lines});
    progress.start("users");
    clock_.advance(seconds(100));
    progress.begin("users");
    clock_.advance(seconds(1));
    progress.begin("users");
    clock_.advance(seconds(1));
    progress.add("users", {.records = 50, .pages = 1, .bytes = 10});
    clock_.advance(seconds(100));
    take();
    progress.end("users", StreamOutcome::succeeded);
    EXPECT_EQ(take(), "users: succeeded, 50 records, 1 page, 10 B, 25/s\n");
    EXPECT_EQ(progress.amount_of("users").records, 50U);
    EXPECT_EQ(progress.amount_of("nobody").pages, 0U);
}

TEST_F(ProgressTest, Json) {
    Progress progress = make({.mode = ProgressMode::json});
    progress.start("posts");
    clock_.advance(milliseconds(1500));
    progress.add("posts", {.records = 1});
    progress.end("posts", StreamOutcome::succeeded);
    progress.note("a \"note\"");
    EXPECT_EQ(
        take(),
        R"({"time":"2026-01-01T00:00:00.000Z","event":"stream_started","stream":"posts","records":0,"pages":0,"bytes":0,"seconds":0.0})"
        "\n"
        R"({"time":"2026-01-01T00:00:01.500Z","event":"stream_ended","stream":"posts","records":1,"pages":0,"bytes":0,"seconds":1.5,"outcome":"succeeded"})"
        "\n"
        R"({"time":"2026-01-01T00:00:01.500Z","event":"note","message":"a \"note\""})"
        "\n");
}

TEST_F(ProgressTest, BarsAreRedrawnInPlace) {
    Progress progress = make({.mode = ProgressMode::bars, .columns = 100});
    progress.start("a", 200);
    EXPECT_EQ(take(), "a -------------------- 0 records, 0 pages, 0 B, 0/s\n");
    progress.start("b");
    EXPECT_EQ(take(), "") << "nothing is due yet";
    clock_.advance(milliseconds(1000));
    progress.add("a", {.records = 50, .pages = 1, .bytes = 1500});
    EXPECT_EQ(take(),
              "\x1b[1A\r\x1b[J"
              "a ━━━━━--------------- 50 records, 1 page, 1.5 KB, 50/s\n"
              "b -━━━━━-------------- 0 records, 0 pages, 0 B, 0/s\n");
    progress.end("a", StreamOutcome::failed, "refused");
    EXPECT_EQ(take(),
              "\x1b[2A\r\x1b[J"
              "a ━━━━━━━━━━━━━━━━━━━━ 50 records, 1 page, 1.5 KB, 50/s failed: refused\n"
              "b --━━━━━------------- 0 records, 0 pages, 0 B, 0/s\n");
    progress.note("careful");
    EXPECT_EQ(take(),
              "\x1b[1A\r\x1b[J"
              "careful\n"
              "b ---━━━━━------------ 0 records, 0 pages, 0 B, 0/s\n");
}

TEST_F(ProgressTest, BarsFitTheTerminal) {
    Progress progress = make({.mode = ProgressMode::bars, .colour = Colour::ansi, .columns = 50, .rows = 4});
    for (const char* name : {"one", "two", "three", "a_stream_with_a_name_too_long_for_its_place"}) {
        progress.start(name);
    }
    take();
    clock_.advance(seconds(1));
    progress.tick();
    const std::string drawn = take();
    EXPECT_NE(drawn.find("and 2 more\n"), std::string::npos) << drawn;
    EXPECT_EQ(drawn.find("three"), std::string::npos) << drawn;
    progress.end("three", StreamOutcome::succeeded);
    const std::string settled = take();
    EXPECT_NE(settled.find("\x1b[32mthree"), std::string::npos) << "no room for a bar: " << settled;
    EXPECT_NE(settled.find("and 1 more\n"), std::string::npos) << settled;
    progress.end("a_stream_with_a_name_too_long_for_its_place", StreamOutcome::succeeded);
    EXPECT_NE(take().find("a_stream_wi..r_its_place\x1b[0m "), std::string::npos);
}

TEST_F(ProgressTest, AWaitIsVisibleOnEveryTerminal) {
    // Goal: what a stream waits for is told before bars and lesser numbers. Method: one stream in one terminal.
    struct Case {
        const char* name;
        std::size_t columns;
        const char* stream;
        ProgressAmount moved;
        const char* cause;
        const char* want;
    };
    const Case cases[] = {
        {"room for all",
         120,
         "r1",
         {.records = 40, .pages = 2, .bytes = 1'500},
         "the rate budget of api.github.com is spent",
         "r1 -━━━━━-------------- 40 records, 2 pages, 1.5 KB, 20/s, waits 12 s: the rate budget of api.github.com is "
         "spent\n"},
        {"80 columns",
         80,
         "r1",
         {},
         "the rate budget of api.github.com is spent",
         "r1 0 records, 0/s, waits 12 s: the rate budget of api.github.com is spent\n"},
        {"80 columns, short cause",
         80,
         "posts",
         {.records = 40, .pages = 2, .bytes = 1'500},
         "after HTTP 429",
         "posts -━━------- 40 records, 2 pages, 1.5 KB, 20/s, waits 12 s: after HTTP 429\n"},
        {"80 columns, long name",
         80,
         "a_stream_with_a_name_too_long_for_its_place",
         {.records = 1'234'567, .pages = 1'234, .bytes = 1},
         "after HTTP status 503: Service Unavailable",
         "a_str..place 1,234,567 records, 617,283/s, waits 12 s: after HTTP status 503: S\n"},
        {"40 columns", 40, "r1", {.records = 1'234'567}, "after HTTP 429", "r1 waits 12 s: after HTTP 429\n"},
    };
    for (const Case& c : cases) {
        Progress progress = make({.mode = ProgressMode::bars, .columns = c.columns});
        progress.begin(c.stream);
        clock_.advance(seconds(1));
        if (c.moved.records > 0) {
            progress.add(c.stream, c.moved);
        }
        take();
        clock_.advance(seconds(1));
        progress.wait(c.stream, c.cause, seconds(12));
        const std::string drawn = take();
        EXPECT_EQ(drawn.substr(drawn.rfind("\x1b[J") == std::string::npos ? 0 : drawn.rfind("\x1b[J") + 3), c.want)
            << "case: " << c.name;
    }
}

TEST_F(ProgressTest, StreamsUnderWayComeBeforeThoseInTheQueue) {
    Progress progress = make({.mode = ProgressMode::bars, .columns = 40, .rows = 4});
    for (const char* name : {"one", "two", "three", "four"}) {
        progress.start(name);
    }
    for (const char* name : {"two", "three", "four"}) {
        clock_.advance(seconds(1));
        progress.wait(name, "HTTP 429", seconds(9));
    }
    const std::string drawn = take();
    EXPECT_EQ(drawn.substr(drawn.rfind("\x1b[J") + 3),
              "two   0 records, waits 7 s: HTTP 429\n"
              "three 0 records, waits 8 s: HTTP 429\n"
              "and 2 more, 1 of them waiting\n");
}

TEST_F(ProgressTest, SilentWritesNothing) {
    Progress progress = make({.mode = ProgressMode::silent});
    progress.start("a");
    progress.note("n");
    progress.end("a", StreamOutcome::succeeded);
    progress.finish();
    EXPECT_EQ(take(), "");
}

}  // namespace
}  // namespace levada::observe
