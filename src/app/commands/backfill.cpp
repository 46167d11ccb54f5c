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

#include <map>
#include <utility>

#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/observe/progress.h"
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

/// The parts of the windows that no backfill has read, each with the streams that it is missing of.
Result<std::vector<Step>> missed(Services& services,
                                 const Pipeline& pipeline,
                                 const std::vector<airbyte::ReadWindow>& windows,
                                 const std::vector<std::string>& streams) {
    std::map<std::pair<Instant, Instant>, std::vector<std::string>> parts;
    for (const std::string& stream : streams) {
        LEVADA_TRY(const FilledTime filled, filled_time(services, pipeline.name, stream));
        for (const airbyte::ReadWindow& window : windows) {
            for (const airbyte::ReadWindow& part : missing_parts(filled, window)) {
                parts[{part.from.value_or(Instant()), part.to.value_or(Instant())}].push_back(stream);
            }
        }
    }
    std::vector<Step> steps;
    steps.reserve(parts.size());
    for (auto& [times, missing] : parts) {
        steps.push_back({{times.first, times.second}, std::move(missing)});
    }
    return steps;
}

Result<std::vector<Step>> plan_of(Services& services, const Pipeline& pipeline, const Arguments& arguments) {
    LEVADA_TRY(const TimeSpan span, time_span_of(arguments));
    if (!span.from || !span.to) {
        return Error(ErrorCode::invalid_config, "--from and --to have to be given");
    }
    const auto length = schedule::parse_interval(arguments.text("window"));
    if (!length) {
        return Error(ErrorCode::invalid_config, "--window: " + length.error().message())
            .hint("for example 6h, 1d, 30d");
    }
    LEVADA_TRY(const auto windows, cut_windows(*span.from, *span.to, *length));
    LEVADA_TRY(const auto streams, fillable_streams(services, pipeline, arguments));
    if (arguments.has("missed-only")) {
        return missed(services, pipeline, windows, streams);
    }
    std::vector<Step> steps;
    steps.reserve(windows.size());
    for (const airbyte::ReadWindow& window : windows) {
        steps.push_back({window, streams});
    }
    return steps;
}

std::string text_of(const std::optional<Instant>& end) {
    LEVADA_ASSERT(end.has_value());
    return format_utc(*end, 0);
}

std::string text_of(const Step& step) {
    return text_of(step.window.from) + " to " + text_of(step.window.to) + ": " + join(step.streams, ", ");
}

Json json_of(const Step& step) {
    Json document = Json::object();
    document.set("from", text_of(step.window.from));
    document.set("to", text_of(step.window.to));
    Json streams = Json::array();
    for (const std::string& stream : step.streams) {
        streams.push_back(stream);
    }
    document.set("streams", std::move(streams));
    return document;
}

/// The plan on stdout for a dry run, else on stderr: its first and last windows.
void print_plan(const Process& process, const Arguments& arguments, const std::vector<Step>& steps) {
    constexpr std::size_t kShownMax = 10;
    if (arguments.has("dry-run") && arguments.has("json")) {
        for (const Step& step : steps) {
            print(process.out, json_of(step).dump() + "\n");
        }
        return;
    }
    std::FILE* const file = arguments.has("dry-run") ? process.out : process.error;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (arguments.has("dry-run") || i < kShownMax) {
            print(file, "  " + text_of(steps[i]) + "\n");
        }
    }
    if (!arguments.has("dry-run") && steps.size() > kShownMax) {
        print(file, "  … and " + std::to_string(steps.size() - kShownMax) + " more\n");
    }
    const std::string why = steps.empty() && arguments.has("missed-only") ? ": a backfill has read all of it" : "";
    print(file, observe::format_counted(steps.size(), "window") + " to read" + why + "\n");
}

/// The command that reads what this one has not.
std::string rest_command(const Pipeline& pipeline, const Arguments& arguments) {
    std::string words = "levada backfill " + pipeline.name;
    for (const char* name : {"from", "to", "window", "stream"}) {
        words += arguments.has(name) ? std::string(" --") + name + " " + arguments.text(name) : "";
    }
    return words + " --missed-only";
}

Result<ExitCode> fill(CommandRuns& runs,
                      const Process& process,
                      const Arguments& arguments,
                      const Pipeline& pipeline,
                      const std::vector<Step>& steps) {
    StopWatch stop;
    std::size_t read_count = 0;
    bool is_stopped = false;
    for (std::size_t i = 0; i < steps.size() && !is_stopped; ++i) {
        const std::string number = "window " + std::to_string(i + 1) + " of " + std::to_string(steps.size());
        print(process.error, arguments.has("quiet") ? "" : number + ": " + text_of(steps[i]) + "\n");
        RunOrder order{pipeline};
        order.streams = steps[i].streams;
        order.trigger = schedule::RunTrigger::backfill;
        order.window = steps[i].window;
        LEVADA_TRY(const schedule::Run run, runs.run(order, stop.is_stopping()));
        read_count += run.status == schedule::RunStatus::succeeded ? 1 : 0;
        is_stopped = run.status == schedule::RunStatus::cancelled;
    }
    if (read_count == steps.size()) {
        return ExitCode::success;
    }
    print(process.error,
          std::to_string(read_count) + " of " + observe::format_counted(steps.size(), "window") +
              " read\nThe rest: " + rest_command(pipeline, arguments) + "\n");
    if (is_stopped) {
        return ExitCode::try_again;
    }
    return read_count == 0 ? ExitCode::handled_failure : ExitCode::partial;
}

Result<ExitCode> run_backfill(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    schedule::RunStore store(*services->metadata, *services->clock);
    LEVADA_CHECK(store.close_interrupted());
    LEVADA_CHECK(settle_cut_off_backfills(*services, pipeline->name));
    LEVADA_TRY(const std::vector<Step> steps, plan_of(*services, *pipeline, arguments));
    print_plan(process, arguments, steps);
    if (arguments.has("dry-run")) {
        return ExitCode::success;
    }
    CommandRuns runs(*services, project, process, arguments);
    return fill(runs, process, arguments, *pipeline, steps);
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
                       option("missed-only", "", "Only what no backfill has read yet: goes on after a stop."),
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
