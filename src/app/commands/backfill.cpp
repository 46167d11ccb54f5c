#include "cli/command.h"
#include "project/project.h"
#include "run/connector.h"
#include "run/one_run.h"
#include "run/pipelines.h"
#include "run/preparation.h"
#include "run/run_summary.h"
#include "run/run_windows.h"
#include "run/time_span.h"
#include "run/watched_programs.h"
#include "serve/stop_watch.h"

#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/schedule/schedule.h"

namespace levada::app {

namespace {

/// One window with the streams that are read in it.
struct Step {
    airbyte::ReadWindow window;
    std::vector<std::string> streams;
};

/// The streams that have a cursor and whose tables a part of time can be added to.
Result<std::vector<std::string>> fillable_streams(Services& services,
                                                  const Pipeline& pipeline,
                                                  const Arguments& arguments) {
    CurlHttp http(http_options_of(pipeline), *services.clock);
    WatchedPrograms programs(*services.clock);
    std::vector<std::string> only;
    if (arguments.has("stream")) {
        only.push_back(arguments.text("stream"));
    }
    LEVADA_TRY(const Preparation preparation, prepare(services, pipeline, only, http, programs));
    std::vector<std::string> streams;
    for (const PlannedStream& stream : preparation.plan) {
        if (stream.is_incremental && stream.destination_sync_mode != "overwrite") {
            streams.push_back(stream.name);
        }
    }
    if (streams.empty()) {
        return Error(ErrorCode::invalid_config, "no stream is read by a cursor: there are no windows to read")
            .with("pipeline", pipeline.name)
            .hint("levada run " + pipeline.name + " reads them whole");
    }
    return streams;
}

Result<std::vector<Step>> plan_of(Services& services, const Pipeline& pipeline, const Arguments& arguments) {
    LEVADA_TRY(const TimeSpan span, time_span_of(arguments));
    if (!span.from || !span.to) {
        return Error(ErrorCode::invalid_config, "--from and --to have to be given");
    }
    LEVADA_TRY(const auto length, schedule::parse_interval(arguments.text("window")));
    LEVADA_TRY(const auto windows, cut_windows(*span.from, *span.to, length));
    LEVADA_TRY(const auto streams, fillable_streams(services, pipeline, arguments));
    std::vector<Step> steps;
    for (const airbyte::ReadWindow& window : windows) {
        Step step{window, {}};
        for (const std::string& stream : streams) {
            LEVADA_TRY(const bool is_there, is_filled(services, pipeline.name, stream, window));
            if (!is_there || !arguments.has("missed-only")) {
                step.streams.push_back(stream);
            }
        }
        if (!step.streams.empty()) {
            steps.push_back(std::move(step));
        }
    }
    return steps;
}

std::string text_of(const Step& step) {
    LEVADA_ASSERT(step.window.from.has_value() && step.window.to.has_value());
    return format_utc(*step.window.from, 0) + " to " + format_utc(*step.window.to, 0) + ": " + join(step.streams, ", ");
}

/// The plan on stdout for a dry run, else on stderr: its first and last windows.
void print_plan(const Process& process, const Arguments& arguments, const std::vector<Step>& steps) {
    constexpr std::size_t kShownMax = 10;
    std::FILE* const file = arguments.has("dry-run") ? process.out : process.error;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (arguments.has("dry-run") || i < kShownMax) {
            print(file, "  " + text_of(steps[i]) + "\n");
        }
    }
    if (!arguments.has("dry-run") && steps.size() > kShownMax) {
        print(file, "  … and " + std::to_string(steps.size() - kShownMax) + " more\n");
    }
    print(file, std::to_string(steps.size()) + " windows to read\n");
}

Result<ExitCode> fill(Services& services, const Pipeline& pipeline, const std::vector<Step>& steps, CommandRuns& runs) {
    StopWatch stop;
    std::size_t failed_count = 0;
    for (const Step& step : steps) {
        RunOrder order{pipeline};
        order.streams = step.streams;
        order.trigger = schedule::RunTrigger::backfill;
        order.window = step.window;
        LEVADA_TRY(const schedule::Run run, runs.run(order, stop.is_stopping()));
        if (run.status == schedule::RunStatus::cancelled) {
            return ExitCode::try_again;
        }
        for (const schedule::StreamReport& stream : run.streams) {
            if (stream.status == schedule::RunStatus::succeeded) {
                LEVADA_CHECK(keep_filled(services, pipeline.name, stream.name, step.window));
            }
        }
        failed_count += run.status == schedule::RunStatus::succeeded ? 0 : 1;
    }
    if (failed_count == 0) {
        return ExitCode::success;
    }
    return failed_count == steps.size() ? ExitCode::handled_failure : ExitCode::partial;
}

Result<ExitCode> run_backfill(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    schedule::RunStore store(*services->metadata, *services->clock);
    LEVADA_CHECK(store.close_interrupted());
    LEVADA_TRY(const std::vector<Step> steps, plan_of(*services, *pipeline, arguments));
    print_plan(process, arguments, steps);
    if (arguments.has("dry-run")) {
        return ExitCode::success;
    }
    CommandRuns runs(*services, project, process, arguments);
    return fill(*services, *pipeline, steps, runs);
}

OptionSpec option(const std::string& name, const std::string& value_name, const std::string& help) {
    return {.name = name, .value_name = value_name, .help = help, .choices = {}, .otherwise = ""};
}

}  // namespace

CommandSpec command_backfill() {
    CommandSpec command;
    command.path = {"backfill"};
    command.summary = "Read a part of the past again, window by window.";
    command.operands = {{.name = "PIPELINE", .help = "The pipeline.", .is_required = true}};
    command.options = {option("from", "TIME", "Where the first window begins."),
                       option("to", "TIME", "Where the last window ends; TIME itself is not read."),
                       option("window", "INTERVAL", "Length of a window: 6h, 1d, 30d."),
                       option("stream", "STREAM", "Only this stream."),
                       option("missed-only", "", "Only windows that no backfill has read yet: goes on after a stop."),
                       option("dry-run", "", "Only show the plan."),
                       option("quiet", "", "No progress."),
                       option("clock", "TIME", "Pretend it is TIME for the whole run and never wait (for tests).")};
    command.options[0].is_required = true;
    command.options[1].is_required = true;
    command.options[2].otherwise = "1d";
    command.details =
        "Streams with a time cursor are read, each window as a run of its own; the state to read on from stays. Rows "
        "of\n"
        "streams with a primary key are put in the place of those that are there; where there is none they are added.\n"
        "  levada backfill shop --from 2026-01-01 --to 2026-02-01 --window 7d --missed-only\n";
    command.run = run_backfill;
    return command;
}

}  // namespace levada::app
