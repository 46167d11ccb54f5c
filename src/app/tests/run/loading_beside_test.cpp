#include "run/loading_beside.h"

#include "shop_services.h"

#include <gtest/gtest.h>

#include "levada/airbyte/messages.h"
#include "levada/delivery/batch_writer.h"
#include "levada/delivery/messages.h"
#include "levada/schedule/run_journal.h"

namespace levada::app {
namespace {

constexpr std::size_t kRecordSize = 100'000;

/// Time that passes by waiting only, each wait of which is told.
class WaitClock final : public Clock {
public:
    Instant now() const override { return Instant(std::chrono::seconds(1'767'225'600)) + waited; }
    Monotonic monotonic() const override { return Monotonic(std::chrono::seconds(1'000'000)) + waited; }
    void sleep_for(std::chrono::nanoseconds duration) override {
        waited += std::chrono::duration_cast<std::chrono::microseconds>(duration);
        if (on_wait) {
            on_wait();
        }
    }

    std::chrono::microseconds waited{0};
    std::function<void()> on_wait;
};

/// Does the work at once, on the caller's thread: a run is the same every time.
class AtOnce final : public Executor {
public:
    bool submit(std::function<void()> work) override {
        work();
        return true;
    }
};

observe::ProgressOptions lines() {
    observe::ProgressOptions options;
    options.mode = observe::ProgressMode::lines;
    return options;
}

/// Two streams `s` and `t` whose tables may be made to take nothing, and a backlog of 1 MiB.
class Yard {
public:
    Yard() {
        auto clock = std::make_unique<WaitClock>();
        clock_ = clock.get();
        first_clock_ = std::exchange(shop_.services->clock, std::move(clock));
        auto& settings = shop_.project.settings;
        settings.backlog = {
            .stream_size_bytes_max = 1'000'000, .total_size_bytes_max = 2'000'000, .commit_size_bytes = 400'000};
        plan_.resize(2);
        plan_.front().name = "s";
        plan_.back().name = "t";
        for (PlannedStream& stream : plan_) {
            stream.destination_sync_mode = "append";
            stream.is_incremental = true;
        }
        notes_ = std::make_unique<RunNotes>(*shop_.services, "shop", "r1");
        loading_ = std::make_unique<Loading>(
            Loading{*shop_.services, shop_.project, shop_.project.pipelines.front(), no_log()});
        progress_ =
            std::make_unique<observe::Progress>(lines(), [this](std::string_view text) { shown += text; }, *clock_);
        progress_->start("s");
        open();
    }
    ~Yard() { beside.reset(); }
    Yard(const Yard&) = delete;
    Yard& operator=(const Yard&) = delete;

    void open() { open(executor_); }
    void open(Executor& executor) {
        beside = std::make_unique<LoadingBeside>(
            LoadingBeside::Surroundings{*loading_, *progress_, *notes_, is_stopping, executor}, plan_);
        ASSERT_TRUE(beside->take_up_rest());
    }
    /// A file where the table's folder should be.
    void refuse() { ASSERT_TRUE(write_file_atomically(lake(), "no folder")); }
    void accept() { std::filesystem::remove(lake()); }
    Project& project() { return shop_.project; }
    WaitClock& clock() { return *clock_; }

    /// A page of one record, read and made durable with its state.
    Status page(BatchWriter& writer, const std::string& text = "", const std::string& stream = "s") {
        const std::string record =
            text.empty() ? "{\"id\":1,\"text\":\"" + std::string(kRecordSize, 'x') + "\"}" : text;
        const std::string_view view = record;
        LEVADA_CHECK(writer.add(std::span(&view, 1), ""));
        LEVADA_CHECK(writer.checkpoint(Json::object()));
        return beside->make_room(stream);
    }
    BatchWriter writer(const std::string& run, const std::string& stream = "s") {
        BatchWriter made(beside->queue(), *clock_, {.topic = topic_of("shop", stream), .run = run, .stream = stream});
        EXPECT_TRUE(made.begin(Json()));
        return made;
    }
    /// Reads pages until the reading has to end; gives their number.
    int pages(BatchWriter& writer, int count_max, const std::string& stream = "s") {
        int count = 0;
        while (count < count_max && page(writer, "", stream)) {
            ++count;
        }
        return count;
    }
    std::string waits() {
        std::string text;
        const auto events = schedule::RunJournal::read(*shop_.services->metadata, "r1");
        for (const schedule::RunEvent& event : events.value()) {
            text += event.kind == schedule::RunEventKind::wait ? event.text + "\n" : "";
        }
        return text;
    }
    LoadStates::State state() { return shop_.services->loads.states().at({"shop", "s"}); }
    std::uint64_t finish(BatchWriter& writer, StreamOutcome outcome, const std::string& stream = "s") {
        EXPECT_TRUE(writer.end(outcome));
        beside->finish();
        const auto loaded = beside->load_rest(stream == "s" ? plan_.front() : plan_.back());
        EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().to_string());
        return loaded ? loaded->records : 0;
    }

    std::string shown;
    std::atomic<bool> is_stopping = false;
    std::unique_ptr<LoadingBeside> beside;

private:
    std::filesystem::path lake() const { return shop_.project.state_folder / "lake"; }

    std::unique_ptr<Clock> first_clock_;  // others hold on to it
    ShopServices shop_;
    WaitClock* clock_ = nullptr;
    std::vector<PlannedStream> plan_;
    std::unique_ptr<RunNotes> notes_;
    std::unique_ptr<Loading> loading_;
    std::unique_ptr<observe::Progress> progress_;
    AtOnce executor_;
};

TEST(LoadingBeside, LoadsWhileItIsRead) {
    // Goal: what fills a commit is in the table before the end, in few commits; the end brings the rest.
    Yard yard;
    BatchWriter writer = yard.writer("r1");
    EXPECT_EQ(yard.pages(writer, 10), 10);
    EXPECT_LT(yard.state().backlog_bytes, 500'000U);
    EXPECT_EQ(yard.clock().waited.count(), 0);
    EXPECT_EQ(yard.finish(writer, StreamOutcome::complete), 10U);
    EXPECT_EQ(yard.state().backlog_bytes, 0U);
}

TEST(LoadingBeside, AStreamThatHasEndedIsLoadedWhileOthersAreRead) {
    // Goal: a small stream does not wait for a long one beside it; what failed then is brought by the rest.
    Yard yard;
    BatchWriter small = yard.writer("r1", "t");
    EXPECT_EQ(yard.pages(small, 1, "t"), 1);
    ASSERT_TRUE(small.end(StreamOutcome::complete));
    EXPECT_GT(yard.beside->waiting_size_bytes("t"), 0U);
    yard.refuse();
    yard.beside->stream_ended("t");
    EXPECT_GT(yard.beside->waiting_size_bytes("t"), 0U);
    yard.accept();
    BatchWriter other = yard.writer("r1");
    ASSERT_TRUE(other.end(StreamOutcome::complete));
    yard.beside->stream_ended("s");
    EXPECT_EQ(yard.beside->waiting_size_bytes("s"), 0U);
    yard.beside->stream_ended("nobody planned it");
    yard.clock().waited += std::chrono::minutes(1);
    yard.beside->stream_ended("t");
    EXPECT_EQ(yard.beside->waiting_size_bytes("t"), 0U);
    yard.beside->finish();
    yard.beside->stream_ended("t");
}

TEST(LoadingBeside, NothingOfItIsUsedAfterItsEnd) {
    // Goal: who destroys it while a turn ends on another thread leaves nothing behind that still looks at it. Method:
    // many short lives, each ended at once after its two streams; AddressSanitizer sees a late look.
    ThreadExecutor executor(1, 1);
    Yard yard;
    BatchWriter writer = yard.writer("r1");
    EXPECT_EQ(yard.pages(writer, 2), 2);
    ASSERT_TRUE(writer.end(StreamOutcome::complete));
    for (int i = 0; i < 100; ++i) {
        yard.beside.reset();
        yard.open(executor);
        yard.beside->stream_ended("s");
        yard.beside->stream_ended("t");
    }
    yard.beside->finish();
    EXPECT_EQ(yard.state().backlog_bytes, 0U);
}

TEST(LoadingBeside, WaitsForATableThatTakesNothing) {
    // Goal: the reading waits while the backlog is full, says so, and nothing is lost when the table takes rows again.
    Yard yard;
    yard.refuse();
    yard.clock().on_wait = [&yard] {
        EXPECT_TRUE(yard.state().is_waiting);
        if (yard.clock().waited > std::chrono::minutes(10)) {
            yard.accept();
        }
    };
    BatchWriter writer = yard.writer("r1");
    EXPECT_EQ(yard.pages(writer, 30), 30);
    EXPECT_GE(yard.clock().waited, std::chrono::minutes(10));
    EXPECT_LT(yard.clock().waited, std::chrono::minutes(11));
    EXPECT_FALSE(yard.state().is_waiting);
    EXPECT_GE(yard.state().waited, std::chrono::minutes(10));
    const std::string waits = yard.waits();
    EXPECT_NE(waits.find("reading waits: the table takes nothing: "), std::string::npos) << waits;
    EXPECT_NE(waits.find("reading goes on after a wait of 6"), std::string::npos) << waits;
    EXPECT_NE(yard.shown.find("the table takes nothing"), std::string::npos) << yard.shown;
    EXPECT_EQ(yard.finish(writer, StreamOutcome::complete), 30U);
}

TEST(LoadingBeside, GivesUpAfterAWhileAndKeepsWhatWasRead) {
    Yard yard;
    yard.project().settings.refused_for_max = std::chrono::minutes(5);
    yard.refuse();
    BatchWriter writer = yard.writer("r1");
    const int count = yard.pages(writer, 30);
    EXPECT_EQ(count, 9) << "the backlog's limit";
    EXPECT_GE(yard.clock().waited, std::chrono::minutes(5));
    EXPECT_LT(yard.clock().waited, std::chrono::minutes(6));
    const std::string why = yard.beside->given_up("s");
    EXPECT_NE(why.find("the table of s took nothing for 300 s; what was read waits"), std::string::npos) << why;
    const Status next = yard.page(writer);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code(), ErrorCode::cancelled);
    ASSERT_TRUE(writer.end(StreamOutcome::incomplete));
    // The next run finds it: in the backlog first, in the table in the end.
    yard.beside.reset();
    yard.accept();
    yard.open();
    BatchWriter second = yard.writer("r2");
    EXPECT_EQ(yard.pages(second, 1), 1);
    EXPECT_EQ(yard.finish(second, StreamOutcome::complete), static_cast<std::uint64_t>(count) + 3);
}

TEST(LoadingBeside, TheRestIsTriedAgainToo) {
    // Goal: a table that takes nothing for a moment at a stream's end costs a wait, not the run.
    Yard yard;
    BatchWriter writer = yard.writer("r1");
    EXPECT_EQ(yard.pages(writer, 2), 2);
    yard.refuse();
    yard.clock().on_wait = [&yard] { yard.accept(); };
    EXPECT_EQ(yard.finish(writer, StreamOutcome::complete), 2U);
    EXPECT_GT(yard.clock().waited.count(), 0);
}

TEST(LoadingBeside, EndsItsWaitWhenTheRunShallEnd) {
    Yard yard;
    yard.refuse();
    yard.clock().on_wait = [&yard] { yard.is_stopping = yard.clock().waited > std::chrono::seconds(7); };
    BatchWriter writer = yard.writer("r1");
    EXPECT_LT(yard.pages(writer, 30), 30);
    EXPECT_LT(yard.clock().waited, std::chrono::seconds(8));
    EXPECT_EQ(yard.beside->given_up("s"), "");
    EXPECT_FALSE(yard.state().is_waiting);
}

TEST(LoadingBeside, WhatNeverPassesEndsItsStreamAloneAndAtOnce) {
    // Goal: a stream that its dead letters stop is read no further than its first commit, as waiting would help nobody;
    // the other stream is read to its end and loaded.
    Yard yard;
    yard.project().pipelines.front().dead_letters.count_max = 0;
    BatchWriter stopped = yard.writer("r1");
    ASSERT_TRUE(yard.page(stopped, "no record"));
    EXPECT_LT(yard.pages(stopped, 30), 6) << "not its whole backlog";
    const Status next = yard.page(stopped);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().fact(airbyte::kStreamOverFact), "s");
    EXPECT_NE(next.error().message().find("dead_letters allows"), std::string::npos) << next.error().message();
    EXPECT_NE(yard.beside->given_up("s").find("dead_letters allows"), std::string::npos) << yard.beside->given_up("s");
    EXPECT_EQ(yard.beside->given_up("t"), "");
    BatchWriter other = yard.writer("r1", "t");
    EXPECT_EQ(yard.pages(other, 30, "t"), 30);
    EXPECT_EQ(yard.clock().waited.count(), 0);
    ASSERT_TRUE(stopped.end(StreamOutcome::incomplete));
    EXPECT_EQ(yard.finish(other, StreamOutcome::complete, "t"), 30U);
}

TEST(LoadingBeside, AStreamWithoutStatesIsReadOnAllTheSame) {
    // Goal: what no checkpoint follows cannot be loaded without a key; then the reading goes on instead of waiting.
    Yard yard;
    BatchWriter writer = yard.writer("r1");
    const std::string record = "{\"text\":\"" + std::string(kRecordSize, 'x') + "\"}";
    const std::string_view view = record;
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(writer.add(std::span(&view, 1), ""));
        ASSERT_TRUE(yard.beside->make_room("s"));
    }
    EXPECT_EQ(yard.clock().waited.count(), 0);
    EXPECT_EQ(yard.finish(writer, StreamOutcome::complete), 50U);
}

}  // namespace
}  // namespace levada::app
