#include "levada/schedule/scheduler.h"

#include "failing_metadata.h"

#include <deque>

#include <gtest/gtest.h>

#include "levada/base/time.h"
#include "levada/testing/manual_clock.h"

namespace levada::schedule {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Work waits until the test runs it.
class HeldExecutor final : public Executor {
public:
    bool submit(std::function<void()> work) override {
        if (is_full) {
            return false;
        }
        waiting.push_back(std::move(work));
        return true;
    }
    void run_all() {
        while (!waiting.empty()) {
            const std::function<void()> work = std::move(waiting.front());
            waiting.pop_front();
            work();
        }
    }
    std::deque<std::function<void()>> waiting;
    bool is_full = false;
};

class SchedulerTest : public ::testing::Test {
protected:
    ~SchedulerTest() override { executor_.run_all(); }

    PipelineSpec spec(const char* name, const char* schedule) {
        PipelineSpec made;
        made.name = name;
        made.schedule = *Schedule::parse(schedule);
        made.job = [this](RunContext& context) {
            ++ran_;
            last_attempt_ = context.run().attempt;
            was_cancelled_ = context.is_cancelled();
            return next_result_;
        };
        return made;
    }
    std::string next_of(Scheduler& scheduler) {
        const auto states = scheduler.pipelines();
        return states.front().next_at ? format_utc(*states.front().next_at).substr(11, 8) : "never";
    }
    RunStatus last_status(const char* pipeline) { return (*runs_.last(pipeline))->status; }

    testing::FailingMetadata metadata_;
    levada::testing::ManualClock clock_;
    RunStore runs_{metadata_, clock_};
    HeldExecutor executor_;
    JobResult next_result_;
    int ran_ = 0;
    int last_attempt_ = 0;
    bool was_cancelled_ = false;
    Scheduler::Parts parts_{clock_, executor_, runs_, no_log()};
};

/// Keeps what is logged of ends: "succeeded", "partial because posts: HTTP 400".
class LoggedEnds final : public LogSink {
public:
    void write_entry(LogLevel /*level*/, std::string_view message, std::span<const LogField> fields) override {
        if (message != "run ended") {
            return;
        }
        std::string line;
        for (const auto& [name, value] : fields) {
            line += name == "event.outcome" ? value : "";
            line += name == "error.message" ? " because " + value : "";
        }
        ends.push_back(line);
    }
    std::vector<std::string> ends;
};

TEST_F(SchedulerTest, TheLogTellsWhyARunIsNotWhole) {
    LoggedEnds log;
    Scheduler::Parts parts{clock_, executor_, runs_, log};
    Scheduler scheduler(parts);
    ASSERT_TRUE(scheduler.add(spec("shop", "@daily")));
    const JobResult results[] = {
        {},
        {.status = RunStatus::partial,
         .streams = {{.name = "tags"}, {.name = "posts", .status = RunStatus::failed, .error = "HTTP 400"}}},
        {.status = RunStatus::failed, .error = Error(ErrorCode::unavailable, "no water")},
    };
    for (const JobResult& result : results) {
        next_result_ = result;
        ASSERT_TRUE(scheduler.trigger("shop"));
        executor_.run_all();
    }
    EXPECT_EQ(log.ends,
              (std::vector<std::string>{
                  "succeeded", "partial because posts: HTTP 400", "failed because unavailable: no water"}));
}

TEST_F(SchedulerTest, RunsWhenDue) {
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "*/10 * * * *")));
    EXPECT_EQ(format_utc(*scheduler.tick()), "2026-01-01T00:10:00Z");
    EXPECT_TRUE(executor_.waiting.empty());
    clock_.advance(minutes(10));
    scheduler.tick();
    EXPECT_EQ(executor_.waiting.size(), 1U);
    EXPECT_EQ(last_status("shop"), RunStatus::running);
    EXPECT_FALSE(scheduler.pipelines().front().running_run.empty());
    next_result_.streams = {{.name = "posts", .status = RunStatus::succeeded, .records = 4}};
    executor_.run_all();
    const auto run = runs_.last("shop");
    EXPECT_EQ((*run)->status, RunStatus::succeeded);
    EXPECT_EQ((*run)->trigger, RunTrigger::schedule);
    EXPECT_EQ((*run)->streams.front().records, 4U);
    EXPECT_EQ(scheduler.pipelines().front().running_run, "");
    EXPECT_EQ(next_of(scheduler), "00:20:00");
}

TEST_F(SchedulerTest, NeverTwoAtOnce) {
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "every 10m")));
    scheduler.tick();
    clock_.advance(minutes(10));
    scheduler.tick();
    EXPECT_EQ(executor_.waiting.size(), 1U);
    EXPECT_EQ(scheduler.pipelines().front().overlaps_skipped, 1U);
    EXPECT_EQ(scheduler.trigger("shop").error().code(), ErrorCode::conflict);
    executor_.run_all();
    EXPECT_EQ(ran_, 1);
    clock_.advance(minutes(10));
    scheduler.tick();
    executor_.run_all();
    EXPECT_EQ(ran_, 2);
}

TEST_F(SchedulerTest, MissedTimesAreMadeUpForByOneRun) {
    {
        Scheduler scheduler(parts_);
        ASSERT_TRUE(scheduler.add(spec("shop", "0 * * * *")));
        clock_.advance(minutes(60));
        scheduler.tick();
        executor_.run_all();
    }
    clock_.advance(minutes(200));
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "0 * * * *")));
    scheduler.tick();
    executor_.run_all();
    EXPECT_EQ(ran_, 2);
    scheduler.tick();
    EXPECT_TRUE(executor_.waiting.empty());
    EXPECT_EQ(next_of(scheduler), "05:00:00");
}

TEST_F(SchedulerTest, RetriesWithGrowingWaits) {
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "manual");
    made.attempts_max = 3;
    made.retry_wait = seconds(60);
    ASSERT_TRUE(scheduler.add(std::move(made)));
    EXPECT_EQ(scheduler.tick(), std::nullopt);
    next_result_ = {.status = RunStatus::failed, .error = Error(ErrorCode::unavailable, "API is down")};
    ASSERT_TRUE(scheduler.trigger("shop").has_value());
    executor_.run_all();
    const Instant first = scheduler.pipelines().front().next_at.value();
    EXPECT_GT(first, clock_.now());
    EXPECT_LE(first, clock_.now() + seconds(60)) << "full jitter: any time up to the wait";
    clock_.advance(seconds(60));
    scheduler.tick();
    executor_.run_all();
    EXPECT_EQ(last_attempt_, 2);
    EXPECT_LE(scheduler.pipelines().front().next_at.value(), clock_.now() + seconds(120));
    EXPECT_EQ((*runs_.last("shop"))->trigger, RunTrigger::retry);
    clock_.advance(seconds(120));
    scheduler.tick();
    executor_.run_all();
    EXPECT_EQ(last_attempt_, 3);
    EXPECT_EQ(next_of(scheduler), "never");
    EXPECT_EQ((*runs_.last("shop"))->error_code, "unavailable");
}

TEST_F(SchedulerTest, AttemptsAreCountedAcrossRestarts) {
    // Goal: a run that takes the program with it is tried attempts_max times in all, not for ever.
    next_result_.status = RunStatus::failed;
    for (int attempt = 1; attempt <= 3; ++attempt) {
        Scheduler scheduler(parts_);
        PipelineSpec made = spec("shop", "0 0 * * *");
        made.attempts_max = 3;
        ASSERT_TRUE(scheduler.add(std::move(made)));
        clock_.advance(attempt == 1 ? std::chrono::hours(24) : std::chrono::hours(1));
        scheduler.tick();
        executor_.run_all();
        EXPECT_EQ(ran_, attempt);
        EXPECT_EQ(last_attempt_, attempt);
    }
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "0 0 * * *");
    made.attempts_max = 3;
    ASSERT_TRUE(scheduler.add(std::move(made)));
    EXPECT_EQ(next_of(scheduler), "00:00:00") << "after the last attempt the schedule counts again";
    clock_.advance(std::chrono::hours(1));
    scheduler.tick();
    EXPECT_TRUE(executor_.waiting.empty());
}

TEST_F(SchedulerTest, AReplayDoesNotMoveTheSchedule) {
    ASSERT_TRUE(runs_.begin({.pipeline = "shop"}).has_value());
    const Instant first = clock_.now();
    clock_.advance(std::chrono::minutes(10));
    ASSERT_TRUE(runs_.begin({.pipeline = "shop", .trigger = RunTrigger::replay}).has_value());
    ASSERT_TRUE(runs_.begin({.pipeline = "shop", .trigger = RunTrigger::backfill}).has_value());
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "every 15m")));
    EXPECT_EQ(scheduler.pipelines().front().next_at, first + std::chrono::minutes(15));
}

TEST_F(SchedulerTest, PartialIsNotRetried) {
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "manual");
    made.attempts_max = 3;
    ASSERT_TRUE(scheduler.add(std::move(made)));
    next_result_.status = RunStatus::partial;
    ASSERT_TRUE(scheduler.trigger("shop").has_value());
    executor_.run_all();
    EXPECT_EQ(last_status("shop"), RunStatus::partial);
    EXPECT_EQ(next_of(scheduler), "never");
}

TEST_F(SchedulerTest, Cancel) {
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "manual")));
    EXPECT_EQ(scheduler.cancel("").error().code(), ErrorCode::not_found);
    EXPECT_EQ(scheduler.cancel("no-run").error().code(), ErrorCode::not_found);
    const auto id = scheduler.trigger("shop");
    ASSERT_TRUE(id.has_value());
    ASSERT_TRUE(scheduler.cancel(*id));
    next_result_ = {.status = RunStatus::failed, .error = Error(ErrorCode::cancelled, "cancelled")};
    executor_.run_all();
    EXPECT_TRUE(was_cancelled_);
    EXPECT_EQ(last_status("shop"), RunStatus::cancelled);
}

TEST_F(SchedulerTest, AJobThatThrowsFails) {
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "manual");
    made.job = [](RunContext&) -> JobResult {
        return JobResult{.status = static_cast<RunStatus>(std::string().at(1))};
    };
    ASSERT_TRUE(scheduler.add(std::move(made)));
    ASSERT_TRUE(scheduler.trigger("shop").has_value());
    executor_.run_all();
    EXPECT_EQ(last_status("shop"), RunStatus::failed);
}

TEST_F(SchedulerTest, PublishShowsCountsWhileRunning) {
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "manual");
    std::int64_t seen = 0;
    made.job = [&](RunContext& context) {
        EXPECT_TRUE(context.publish({{.name = "posts", .records = 9}}));
        seen = (*runs_.last("shop"))->to_json().integer_or("records", 0);
        return JobResult{.streams = {{.name = "posts", .status = RunStatus::succeeded, .records = 10}}};
    };
    ASSERT_TRUE(scheduler.add(std::move(made)));
    ASSERT_TRUE(scheduler.trigger("shop").has_value());
    executor_.run_all();
    EXPECT_EQ(seen, 9);
    EXPECT_EQ((*runs_.last("shop"))->to_json().integer_or("records", 0), 10);
}

TEST_F(SchedulerTest, Refuses) {
    Scheduler scheduler(parts_);
    ASSERT_TRUE(scheduler.add(spec("shop", "manual")));
    EXPECT_EQ(scheduler.add(spec("shop", "manual")).error().code(), ErrorCode::conflict);
    EXPECT_EQ(scheduler.trigger("wiki").error().code(), ErrorCode::not_found);
    executor_.is_full = true;
    EXPECT_EQ(scheduler.trigger("shop").error().code(), ErrorCode::unavailable);
    EXPECT_EQ(last_status("shop"), RunStatus::failed);
    EXPECT_EQ(scheduler.pipelines().front().running_run, "");
    scheduler.stop();
    EXPECT_EQ(scheduler.trigger("shop").error().code(), ErrorCode::unavailable);
}

TEST_F(SchedulerTest, RunTicksUntilStopped) {
    Scheduler scheduler(parts_);
    PipelineSpec made = spec("shop", "every 1m");
    ASSERT_TRUE(scheduler.add(std::move(made)));
    ThreadExecutor threads(1, 10);
    Scheduler::Parts parts{clock_, threads, runs_, no_log()};
    Scheduler real(parts);
    std::stop_source stop;
    PipelineSpec stopping = spec("other", "every 1m");
    stopping.job = [&](RunContext&) {
        stop.request_stop();
        return JobResult();
    };
    ASSERT_TRUE(real.add(std::move(stopping)));
    real.run(stop.get_token());
    real.stop();
    EXPECT_EQ(last_status("other"), RunStatus::succeeded);
}

}  // namespace
}  // namespace levada::schedule
