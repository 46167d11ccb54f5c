#include "levada/schedule/scheduler.h"

#include <algorithm>
#include <utility>

#include "levada/base/assert.h"
#include "levada/base/hash.h"
#include "levada/base/retry_policy.h"
#include "levada/base/time.h"

namespace levada::schedule {

namespace {

constexpr std::chrono::seconds kNapMax{1};

LogLevel level_of(RunStatus status) {
    switch (status) {
        case RunStatus::failed:
            return LogLevel::error;
        case RunStatus::partial:
        case RunStatus::cancelled:
            return LogLevel::warning;
        default:
            return LogLevel::info;
    }
}

/// The run's id is the chance, so that the same run gives the same time.
double fraction_of(const std::string& run) {
    constexpr double kSpan = 4294967296.0;  // 2^32
    return static_cast<double>(crc32c(run)) / kSpan;
}

/// Whether a scheduler began it: a run of a command is tried again by who gave the command.
bool is_of_schedule(const Run& run) {
    return run.trigger == RunTrigger::schedule || (run.trigger == RunTrigger::retry && run.retry_of.empty());
}

std::uint64_t records_of(const Run& run) {
    std::uint64_t records = 0;
    for (const StreamReport& stream : run.streams) {
        records += stream.records;
    }
    return records;
}

}  // namespace

Status RunContext::publish(std::vector<StreamReport> streams) {
    run_.streams = std::move(streams);
    return store_.update(run_);
}

Scheduler::Scheduler(Parts parts) : parts_(parts) {}

Scheduler::~Scheduler() {
    stop();
}

Status Scheduler::add(PipelineSpec spec) {
    LEVADA_ASSERT(spec.job != nullptr);
    LEVADA_ASSERT(spec.attempts_max >= 1);
    LEVADA_TRY(const std::vector<Run> runs, parts_.runs.list({.pipeline = spec.name, .limit = RunStore::kRunsMax}));
    // A replay or a backfill reads nothing new: the schedule does not count from it.
    const auto last = std::find_if(runs.begin(), runs.end(), [](const Run& run) {
        return run.trigger != RunTrigger::replay && run.trigger != RunTrigger::backfill;
    });
    const std::optional<Instant> last_at =
        last != runs.end() ? std::optional(last->scheduled_at.value_or(last->started_at)) : std::nullopt;
    auto pipeline = std::make_unique<Pipeline>();
    pipeline->next_at = spec.schedule.next(last_at, parts_.clock.now());
    pipeline->spec = std::move(spec);
    if (last != runs.end() && is_of_schedule(*last)) {
        // The attempts go on where an earlier process, which may have died of this very run, left them.
        plan_retry(*pipeline, *last, last->ended_at.value_or(parts_.clock.now()));
    }
    const std::string name = pipeline->spec.name;
    const std::scoped_lock lock(mutex_);
    if (!pipelines_.try_emplace(name, std::move(pipeline)).second) {
        return Error(ErrorCode::conflict, "there are two pipelines of one name").with("pipeline", name);
    }
    return ok();
}

Result<std::string> Scheduler::start(Pipeline& pipeline, const RunStore::Start& start) {
    LEVADA_TRY(Run run, parts_.runs.begin(start));
    const std::string id = run.id;
    pipeline.stop = std::stop_source();
    pipeline.running_run = id;
    ++running_count_;
    auto context = std::make_shared<RunContext>(run, pipeline.stop.get_token(), parts_.runs);
    const bool is_taken = parts_.executor.submit([this, &pipeline, context] { execute(pipeline, *context); });
    if (!is_taken) {
        pipeline.running_run.clear();
        --running_count_;
        run.status = RunStatus::failed;
        run.error_code = to_string(ErrorCode::unavailable);
        run.error_message = "there is no room for another run";
        LEVADA_CHECK(parts_.runs.finish(std::move(run)));
        return Error(ErrorCode::unavailable, "there is no room for another run").with("pipeline", pipeline.spec.name);
    }
    parts_.log.write(LogLevel::info,
                     "run started",
                     {{"levada.pipeline", pipeline.spec.name},
                      {"levada.run", id},
                      {"levada.trigger", std::string(to_string(start.trigger))},
                      {"levada.attempt", std::to_string(start.attempt)}});
    return id;
}

void Scheduler::execute(Pipeline& pipeline, RunContext& context) {
    Result<JobResult> answer = guard(ErrorCode::internal, "pipeline", [&] { return pipeline.spec.job(context); });
    JobResult result = answer ? std::move(*answer) : JobResult{.status = RunStatus::failed, .error = answer.error()};
    Run run = context.run();
    // A cancelled job may call its end a failure; what counts is that somebody wanted it to end.
    const bool is_cancelled = context.is_cancelled() && result.status != RunStatus::succeeded;
    run.status = is_cancelled ? RunStatus::cancelled : result.status;
    LEVADA_ASSERT(run.status != RunStatus::running);
    run.streams = std::move(result.streams);
    if (result.error) {
        run.error_code = to_string(result.error->code());
        run.error_message = result.error->to_string();
    }
    const Status written = parts_.runs.finish(run);
    std::vector<LogField> fields = {{"levada.pipeline", run.pipeline},
                                    {"levada.run", run.id},
                                    {"event.outcome", std::string(to_string(run.status))},
                                    {"levada.records", std::to_string(records_of(run))}};
    if (const std::string cause = written ? run.cause() : written.error().to_string(); !cause.empty()) {
        fields.push_back({"error.message", cause});
    }
    parts_.log.write_entry(written ? level_of(run.status) : LogLevel::error,
                           written ? "run ended" : "run ended, but its record could not be written",
                           fields);
    const std::scoped_lock lock(mutex_);
    plan_retry(pipeline, run, parts_.clock.now());
    pipeline.running_run.clear();
    --running_count_;
    idle_.notify_all();
}

void Scheduler::plan_retry(Pipeline& pipeline, const Run& run, Instant ended_at) {
    const bool is_retried = run.status == RunStatus::failed && run.attempt < pipeline.spec.attempts_max;
    pipeline.attempt = is_retried ? run.attempt + 1 : 1;
    if (is_retried) {
        const RetryPolicy policy{.wait_first = pipeline.spec.retry_wait, .wait_max = pipeline.spec.retry_wait_max};
        const Instant again = ended_at + full_jitter(policy.longest_wait(run.attempt), fraction_of(run.id));
        pipeline.next_at = std::min(pipeline.next_at.value_or(again), again);
    }
}

void Scheduler::start_due(Pipeline& pipeline, Instant now) {
    if (!pipeline.next_at || *pipeline.next_at > now) {
        return;
    }
    const Instant due = *pipeline.next_at;
    const std::optional<Instant> following = pipeline.spec.schedule.next(due, now);
    // What was missed meanwhile is one run, not many.
    const bool is_late = following && *following <= now;
    pipeline.next_at = is_late ? pipeline.spec.schedule.next(now, now) : following;
    if (!pipeline.running_run.empty()) {
        ++pipeline.overlaps_skipped;
        parts_.log.write(LogLevel::warning,
                         "run skipped: the one before still runs",
                         {{"levada.pipeline", pipeline.spec.name}, {"levada.run", pipeline.running_run}});
        return;
    }
    const RunTrigger trigger = pipeline.attempt > 1 ? RunTrigger::retry : RunTrigger::schedule;
    const auto started =
        start(pipeline,
              {.pipeline = pipeline.spec.name, .trigger = trigger, .attempt = pipeline.attempt, .scheduled_at = due});
    if (!started) {
        parts_.log.write(LogLevel::error,
                         "run not started",
                         {{"levada.pipeline", pipeline.spec.name}, {"error.message", started.error().to_string()}});
    }
}

std::optional<Instant> Scheduler::tick() {
    const std::scoped_lock lock(mutex_);
    const Instant now = parts_.clock.now();
    std::optional<Instant> soonest;
    for (const auto& [name, pipeline] : pipelines_) {
        if (!is_stopping_) {
            start_due(*pipeline, now);
        }
        const std::optional<Instant> next = pipeline->next_at;
        if (next && *next < soonest.value_or(Instant::max())) {
            soonest = next;
        }
    }
    return soonest;
}

void Scheduler::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const std::optional<Instant> next = tick();
        const std::chrono::nanoseconds until = next ? *next - parts_.clock.now() : std::chrono::nanoseconds(kNapMax);
        parts_.clock.sleep_for(std::clamp<std::chrono::nanoseconds>(
            until, std::chrono::milliseconds(1), std::chrono::nanoseconds(kNapMax)));
    }
}

Result<std::string> Scheduler::trigger(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    const auto found = pipelines_.find(name);
    if (found == pipelines_.end()) {
        return Error(ErrorCode::not_found, "there is no such pipeline").with("pipeline", name);
    }
    Pipeline& pipeline = *found->second;
    if (is_stopping_ || !pipeline.running_run.empty()) {
        return Error(is_stopping_ ? ErrorCode::unavailable : ErrorCode::conflict,
                     is_stopping_ ? "the program is stopping" : "the pipeline is running already")
            .with("pipeline", name)
            .with("run", pipeline.running_run);
    }
    return start(pipeline, {.pipeline = name, .trigger = RunTrigger::manual});
}

Status Scheduler::cancel(const std::string& run_id) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, pipeline] : pipelines_) {
        if (!run_id.empty() && pipeline->running_run == run_id) {
            pipeline->stop.request_stop();
            return ok();
        }
    }
    return Error(ErrorCode::not_found, "no such run is running").with("run", run_id);
}

void Scheduler::stop() {
    std::unique_lock lock(mutex_);
    is_stopping_ = true;
    for (const auto& [name, pipeline] : pipelines_) {
        pipeline->stop.request_stop();
    }
    idle_.wait(lock, [this] { return running_count_ == 0; });
}

std::vector<PipelineState> Scheduler::pipelines() const {
    const std::scoped_lock lock(mutex_);
    std::vector<PipelineState> states;
    states.reserve(pipelines_.size());
    for (const auto& [name, pipeline] : pipelines_) {
        states.push_back({.name = name,
                          .schedule = pipeline->spec.schedule.text(),
                          .time_zone = std::string(pipeline->spec.schedule.time_zone()),
                          .next_at = pipeline->next_at,
                          .running_run = pipeline->running_run,
                          .overlaps_skipped = pipeline->overlaps_skipped});
    }
    return states;
}

}  // namespace levada::schedule
