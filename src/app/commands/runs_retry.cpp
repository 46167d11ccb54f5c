#include "cli/command.h"
#include "project/project.h"
#include "run/known_runs.h"
#include "run/one_run.h"
#include "run/pipelines.h"
#include "run/run_summary.h"
#include "run/run_windows.h"
#include "serve/stop_watch.h"

namespace levada::app {

namespace {

/// The streams that did not succeed; none when the run did not get so far as to know its streams.
std::vector<std::string> failed_streams(const schedule::Run& run) {
    std::vector<std::string> streams;
    for (const schedule::StreamReport& stream : run.streams) {
        if (stream.status != schedule::RunStatus::succeeded) {
            streams.push_back(stream.name);
        }
    }
    return streams;
}

/// The streams of a backfill's window of which nothing was read. Errors: invalid_config (there are none), those of
/// filled_time() and settle_cut_off_backfills().
Result<std::vector<std::string>> unread_streams(Services& services,
                                                const schedule::Run& run,
                                                const airbyte::ReadWindow& window) {
    LEVADA_CHECK(settle_cut_off_backfills(services, run.pipeline));
    LEVADA_TRY(const std::vector<std::string> streams, run_window_streams(services, run.id));
    std::vector<std::string> unread;
    for (const std::string& stream : streams) {
        LEVADA_TRY(const FilledTime filled, filled_time(services, run.pipeline, stream));
        const std::vector<airbyte::ReadWindow> missing = missing_parts(filled, window);
        const bool is_whole =
            missing.size() == 1 && missing.front().from == window.from && missing.front().to == window.to;
        if (is_whole) {
            unread.push_back(stream);
        }
    }
    if (unread.empty()) {
        return Error(ErrorCode::invalid_config, "backfills have read this run's window, or parts of it, meanwhile")
            .with("run", run.id)
            .hint("levada backfill " + run.pipeline + " with --missed-only reads what is still missing");
    }
    return unread;
}

Result<ExitCode> run_runs_retry(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    StopWatch stop;
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    schedule::RunStore store(*services->metadata, *services->clock);
    LEVADA_CHECK(store.close_interrupted());
    LEVADA_TRY(const schedule::Run failed, run_of(store, arguments.text("RUN")));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, failed.pipeline));
    if (failed.status == schedule::RunStatus::succeeded) {
        return Error(ErrorCode::invalid_config, "the run succeeded: there is nothing to try again")
            .with("run", failed.id)
            .hint("levada run " + failed.pipeline + " reads what is new");
    }
    RunOrder order{*pipeline};
    order.may_shrink = arguments.has("may-shrink");
    LEVADA_TRY(order.window, run_window(*services, failed.id));
    if (order.window.is_open()) {
        order.streams = failed_streams(failed);
    } else {
        LEVADA_TRY(order.streams, unread_streams(*services, failed, order.window));
    }
    order.trigger = schedule::RunTrigger::retry;
    order.attempt = failed.attempt + 1;
    order.retry_of = failed.id;
    CommandRuns runs(*services, project, process, arguments);
    LEVADA_TRY(const schedule::Run done, runs.run(order, stop.is_stopping()));
    return exit_code_of(done.status);
}

}  // namespace

CommandSpec command_runs_retry() {
    return {
        .path = {"runs", "retry"},
        .summary = "Read the streams of a run that failed again, each from its last checkpoint.",
        .operands = {{.name = "RUN", .help = "Its id, or the end of it; the newest without.", .is_required = false}},
        .options = {{.name = "quiet", .value_name = "", .help = "No progress.", .choices = {}, .otherwise = ""},
                    {.name = "may-shrink",
                     .value_name = "",
                     .help = "Let overwritten tables lose any share of their rows, this time.",
                     .choices = {},
                     .otherwise = ""},
                    {.name = "clock",
                     .value_name = "TIME",
                     .help = "Pretend it is TIME for the whole run and never wait (for tests).",
                     .choices = {},
                     .otherwise = ""}},
        .details =
            "What was read before the failing slice is not read again. A backfill's run reads its window again. Ends "
            "as `levada "
            "run` does.\n",
        .run = run_runs_retry,
    };
}

}  // namespace levada::app
