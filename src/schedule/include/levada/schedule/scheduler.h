#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "levada/base/executor.h"
#include "levada/base/log.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/schedule/run_store.h"
#include "levada/schedule/schedule.h"

namespace levada::schedule {

/// What a job is told and may tell while it runs. The job owns `streams`; publish() shows them to others.
class RunContext {
public:
    RunContext(Run run, std::stop_token stop, RunStore& store)
        : run_(std::move(run)), stop_(std::move(stop)), store_(store) {}

    const Run& run() const { return run_; }
    /// True when the run shall end soon: it was cancelled, or the program stops.
    bool is_cancelled() const { return stop_.stop_requested(); }
    const std::stop_token& stop_token() const { return stop_; }
    /// Writes the counts so far; an error only means that they are not seen. Errors: unavailable.
    Status publish(std::vector<StreamReport> streams);

private:
    Run run_;
    std::stop_token stop_;
    RunStore& store_;
};

/// How a job ended.
struct JobResult {
    RunStatus status = RunStatus::succeeded;
    std::vector<StreamReport> streams = {};
    std::optional<Error> error = std::nullopt;
};

/// The work of one run. Runs on the executor; must not throw.
using Job = std::function<JobResult(RunContext&)>;

/// A pipeline that the scheduler runs.
struct PipelineSpec {
    std::string name;
    Schedule schedule;
    Job job;
    /// A failed run is tried again, this many attempts in all, waiting any time up to `retry_wait`, twice that, and so
    /// on up to `retry_wait_max`.
    int attempts_max = 1;
    std::chrono::seconds retry_wait{60};
    std::chrono::seconds retry_wait_max{3'600};
};

/// What the scheduler knows of one pipeline.
struct PipelineState {
    std::string name;
    std::string schedule;
    std::string time_zone;
    std::optional<Instant> next_at;
    std::string running_run;  ///< Empty when it does not run.
    std::uint64_t overlaps_skipped = 0;
};

/// Starts runs when they are due, never two of one pipeline at once: a time that comes while the pipeline runs is
/// skipped, counted and logged. Thread-safe.
class Scheduler {
public:
    struct Parts {
        Clock& clock;
        Executor& executor;
        RunStore& runs;
        LogSink& log;
    };
    /// Borrows all parts; they must outlive this object. The executor must not run work inside of submit().
    explicit Scheduler(Parts parts);
    /// Cancels what runs and waits for it.
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    /// The last run in the store says when the next one is due, and which attempt it is. Errors: conflict (name is
    /// taken), unavailable.
    Status add(PipelineSpec spec);
    /// Starts what is due now; gives the time of what comes next, nullopt when nothing does.
    std::optional<Instant> tick();
    /// tick() until `stop`; waits by the clock, at most a second at a time.
    void run(const std::stop_token& stop);
    /// Starts a run now; gives its id. Errors: not_found, conflict (it runs), unavailable (no room, no store).
    Result<std::string> trigger(const std::string& pipeline);
    /// Asks a run to end; it ends cancelled. Errors: not_found (no such run is running).
    Status cancel(const std::string& run_id);
    /// Cancels all runs, starts no more, waits until the last has ended.
    void stop();

    std::vector<PipelineState> pipelines() const;

private:
    struct Pipeline {
        PipelineSpec spec;
        std::optional<Instant> next_at;
        int attempt = 1;  ///< Of the next run.
        std::string running_run;
        std::stop_source stop;
        std::uint64_t overlaps_skipped = 0;
    };

    Result<std::string> start(Pipeline& pipeline, const RunStore::Start& start);
    void execute(Pipeline& pipeline, RunContext& context);
    void plan_retry(Pipeline& pipeline, const Run& run, Instant ended_at);
    void start_due(Pipeline& pipeline, Instant now);

    Parts parts_;
    mutable std::mutex mutex_;
    std::condition_variable idle_;
    std::map<std::string, std::unique_ptr<Pipeline>> pipelines_;
    std::size_t running_count_ = 0;
    bool is_stopping_ = false;
};

}  // namespace levada::schedule
