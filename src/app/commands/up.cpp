#include "cli/command.h"
#include "project/project.h"
#include "run/cancel_watch.h"
#include "run/lake_views.h"
#include "run/pipeline_run.h"
#include "run/run_summary.h"
#include "serve/api_server.h"
#include "serve/politeness_metrics.h"
#include "serve/stop_signal.h"

#include <atomic>
#include <functional>
#include <map>
#include <stop_token>

#include "levada/base/executor.h"

namespace levada::app {

namespace {

constexpr std::chrono::seconds kCatalogAge{2};
constexpr int kTickMilliseconds = 200;
constexpr int kTicksPerRefresh = 5;
constexpr std::chrono::milliseconds kDrain{10'000};
constexpr std::size_t kPipelinesAtOnce = 2;
constexpr std::size_t kPipelinesWaiting = 64;
constexpr std::chrono::hours kStuckAfter{2};

/// The parts of `levada up`, in the order they are made.
class Up {
public:
    Up(const Project& project, Services& services, SqlEngine& reader)
        : project_(project),
          services_(services),
          politeness_(metrics_, services.breakers, services.budgets, services.retries),
          store_(*services.metadata, *services.clock),
          executor_(kPipelinesAtOnce, kPipelinesWaiting),
          scheduler_({*services.clock, executor_, store_, services.log->sink()}),
          views_(project.state_folder / "lake", reader, *services.clock),
          catalog_(reader, *services.clock, kCatalogAge),
          rows_(reader, catalog_, {}),
          control_(scheduler_, store_),
          letters_(*services.queue, *services.metadata, *services.clock),
          letter_api_(letters_),
          health_(*services.clock) {
        rows_.use_versions([this](const query::Table& table) { return views_.instant_of(table.schema, table.name); });
        rows_.on_internal_error([this](const Request& request, const Error& error) {
            std::vector<LogField> fields = observe::error_fields(error);
            fields.emplace_back("http.request.id", std::string(request.id));
            services_.log->sink().write_entry(LogLevel::error, "a request for rows failed", fields);
        });
    }

    Result<ExitCode> run(const Process& process, const std::function<int(int)>& wait_for_signal) {
        LEVADA_CHECK(store_.close_interrupted());
        LEVADA_CHECK(views_.refresh());
        for (const Pipeline& pipeline : project_.pipelines) {
            LEVADA_CHECK(add(pipeline));
            count_dead_letters(pipeline.name);
        }
        observe::ProgressMark& mark = health_.add("scheduler", kStuckAfter, [] { return observe::ComponentState{}; });
        const ApiParts parts{rows_, control_, letter_api_, health_, metrics_, services_.log->sink(), *services_.clock};
        LEVADA_TRY(const auto server, start_api(project_.settings, parts));
        print(process.out, "Levada is up at " + server->url() + "  (Ctrl-C ends it)\n");
        for (int tick = 1; wait_for_signal(kTickMilliseconds) == 0; ++tick) {
            scheduler_.tick();
            if (tick % kTicksPerRefresh == 0) {
                refresh_views();
                show_loads();
            }
            mark.mark();
        }
        print(process.error, "Levada is ending: runs are stopped at their next page\n");
        server->stop(kDrain);
        scheduler_.stop();
        return ExitCode::success;
    }

private:
    Status add(const Pipeline& pipeline) {
        const std::string text = pipeline.every ? std::to_string(pipeline.every->count()) + "s" : pipeline.cron;
        LEVADA_TRY(schedule::Schedule schedule, schedule::Schedule::parse(text, pipeline.timezone));
        return scheduler_.add(
            {.name = pipeline.name,
             .schedule = std::move(schedule),
             .job = [this, &pipeline](schedule::RunContext& context) { return work(pipeline, context); },
             .attempts_max = pipeline.attempts.count_max,
             .retry_wait = pipeline.attempts.wait,
             .retry_wait_max = pipeline.attempts.wait_max});
    }

    schedule::JobResult work(const Pipeline& pipeline, schedule::RunContext& context) {
        observe::ProgressOptions options;
        options.mode = observe::ProgressMode::silent;
        observe::Progress progress(options, [](std::string_view) {}, *services_.clock);
        std::atomic<bool> is_stopping = false;
        const std::stop_callback on_stop(context.stop_token(), [&is_stopping] { is_stopping = true; });
        const CancelWatch watch(store_, context.run().id, is_stopping);
        RunRequest request;
        request.run_id = context.run().id;
        request.is_stopping = &watch.is_stopping();
        auto result = PipelineRun(services_, project_, pipeline, progress).execute(request);
        count_dead_letters(pipeline.name);
        count(pipeline, result ? result->status : schedule::RunStatus::failed, progress.total());
        if (result) {
            return *result;
        }
        schedule::JobResult failed;
        failed.status = schedule::RunStatus::failed;
        failed.error = result.error();
        return failed;
    }

    void count(const Pipeline& pipeline, schedule::RunStatus status, const observe::ProgressAmount& amount) {
        metrics_
            .counter("levada_runs_total",
                     "Runs that ended.",
                     {{"pipeline", pipeline.name}, {"status", std::string(to_string(status))}})
            .add();
        metrics_.counter("levada_records_total", "Records read from APIs.", {{"pipeline", pipeline.name}})
            .add(amount.records);
        metrics_.counter("levada_pages_total", "Responses read from APIs.", {{"pipeline", pipeline.name}})
            .add(amount.pages);
    }

    /// What was read and is not in a table yet, and who waits for that.
    void show_loads() {
        for (const auto& [place, state] : services_.loads.states()) {
            const observe::Labels labels{{"pipeline", place.first}, {"stream", place.second}};
            metrics_.gauge("levada_backlog_bytes", "Read, in the queue, and not in the table yet.", labels)
                .set(static_cast<double>(state.backlog_bytes));
            metrics_.gauge("levada_load_waiting", "1 while reading waits for the table.", labels)
                .set(state.is_waiting ? 1 : 0);
            observe::Counter& waited =
                metrics_.counter("levada_load_wait_seconds_total", "Time that reading has waited for tables.", labels);
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(state.waited).count();
            waited.add(static_cast<std::uint64_t>(seconds) - waited.value());
        }
    }

    /// Sets the gauges of a pipeline's dead letters, by stream and status.
    void count_dead_letters(const std::string& pipeline) {
        const auto letters = letters_.list({.pipeline = pipeline});
        if (!letters) {
            const std::vector<LogField> fields = observe::error_fields(letters.error());
            services_.log->sink().write_entry(LogLevel::warning, "dead letters cannot be counted", fields);
            return;
        }
        std::map<std::pair<std::string, std::string>, std::int64_t> counts;
        for (const KeptLetter& letter : *letters) {
            for (const LetterStatus status : {LetterStatus::open, LetterStatus::replayed, LetterStatus::discarded}) {
                counts[{letter.stream, std::string(to_string(status))}] += letter.status == status ? 1 : 0;
            }
        }
        for (const auto& [labels, count] : counts) {
            metrics_
                .gauge("levada_dead_letters",
                       "Records and pages that could not be processed.",
                       {{"pipeline", pipeline}, {"stream", labels.first}, {"status", labels.second}})
                .set(static_cast<double>(count));
        }
    }

    void refresh_views() {
        const Status refreshed = views_.refresh();
        if (!refreshed) {
            const std::vector<LogField> fields = observe::error_fields(refreshed.error());
            services_.log->sink().write_entry(LogLevel::warning, "tables cannot be shown anew", fields);
        }
    }

    const Project& project_;
    Services& services_;
    observe::MetricsRegistry metrics_;
    PolitenessMetrics politeness_;
    schedule::RunStore store_;
    ThreadExecutor executor_;
    schedule::Scheduler scheduler_;
    LakeViews views_;
    query::EngineCatalog catalog_;
    query::RowsService rows_;
    schedule::ControlApi control_;
    DeadLetters letters_;
    DeadLetterApi letter_api_;
    observe::Health health_;
};

Result<ExitCode> run_up(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    StopSignal signal;
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    DuckDbOptions options;
    options.temp_folder = project.state_folder / "tmp";
    options.allowed_folders = {project.state_folder / "lake", project.state_folder / "tmp"};
    LEVADA_TRY(const auto reader, DuckDbEngine::open(options, *services->clock));
    Up up(project, *services, *reader);
    return up.run(process, [&signal](int milliseconds) { return signal.wait_for(milliseconds); });
}

}  // namespace

CommandSpec command_up() {
    return {
        .path = {"up"},
        .summary = "Run the schedules and serve the tables over HTTP, until told to end.",
        .operands = {},
        .options = {},
        .details =
            "Listens on serve.host and serve.port of levada.yaml (default 127.0.0.1:8080). Ends on SIGINT or "
            "SIGTERM.\n",
        .run = run_up,
    };
}

}  // namespace levada::app
