#include "cli/command.h"
#include "cli/listing.h"
#include "project/project.h"
#include "run/known_runs.h"
#include "run/pipelines.h"

#include "levada/adapters/system_clock.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada::app {

namespace {

Json row_of(const schedule::Run& run) {
    Json row = run.to_json();
    std::uint64_t letters = 0;
    for (const schedule::StreamReport& stream : run.streams) {
        letters += stream.dead_letters;
    }
    row.set("dead_letters", static_cast<std::int64_t>(letters));
    const std::string error = run.cause();
    row.set("cause", error.empty() ? Json() : Json(error));
    if (run.ended_at) {
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(*run.ended_at - run.started_at);
        row.set("seconds", static_cast<double>(took.count()) / 1000);
    }
    row.set("started", format_utc(run.started_at, 0));
    return row;
}

Result<schedule::RunStore::Filter> filter_of(const Arguments& arguments) {
    schedule::RunStore::Filter filter;
    filter.pipeline = arguments.text("pipeline");
    if (arguments.has("status")) {
        filter.status = schedule::parse_run_status(arguments.text("status"));
    }
    const auto limit = parse_int64(arguments.text("limit"));
    if (!limit || *limit < 1 || *limit > static_cast<std::int64_t>(schedule::RunStore::kRunsMax)) {
        return Error(ErrorCode::invalid_config, "--limit: wanted 1 to 1000, found \"" + arguments.text("limit") + "\"");
    }
    filter.limit = static_cast<std::size_t>(*limit);
    return filter;
}

/// Runs of a pipeline that the project has no more are still to be seen.
Status require_pipeline(const Project& project, schedule::RunStore& store, const std::string& name) {
    LEVADA_TRY(const auto last, store.last(name));
    if (last) {
        return ok();
    }
    LEVADA_TRY(const Pipeline* found, pipeline_of(project, name));
    static_cast<void>(found);
    return ok();
}

Result<ExitCode> run_runs_ls(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto filter, filter_of(arguments));
    LEVADA_TRY(const auto metadata, look_at_metadata(project));
    const SystemClock clock;
    schedule::RunStore store(*metadata, clock);
    LEVADA_TRY(const std::vector<schedule::Run> runs, store.list(filter));
    if (!filter.pipeline.empty() && runs.empty()) {
        LEVADA_CHECK(require_pipeline(project, store, filter.pipeline));
    }
    std::vector<Json> rows;
    rows.reserve(runs.size());
    for (const schedule::Run& listed : runs) {
        LEVADA_TRY(const schedule::Run one, store.so_far(listed));
        rows.push_back(arguments.has("json") ? one.to_json() : row_of(one));
    }
    LEVADA_CHECK(print_listing(process,
                               arguments,
                               {{"run", "id"},
                                {"pipeline", "pipeline"},
                                {"status", "status"},
                                {"trigger", "trigger"},
                                {"attempt", "attempt"},
                                {"started", "started"},
                                {"seconds", "seconds", Shown::seconds},
                                {"records", "records", Shown::count},
                                {"dead letters", "dead_letters", Shown::count},
                                {"cause", "cause"}},
                               rows));
    return ExitCode::success;
}

}  // namespace

CommandSpec command_runs_ls() {
    return {
        .path = {"runs", "ls"},
        .summary = "List the runs, the newest first.",
        .operands = {},
        .options = {{.name = "pipeline",
                     .value_name = "PIPELINE",
                     .help = "Only runs of this pipeline.",
                     .choices = {},
                     .otherwise = ""},
                    {.name = "status",
                     .value_name = "STATUS",
                     .help = "Only runs that are or ended so.",
                     .choices = {"running", "succeeded", "partial", "failed", "cancelled"},
                     .otherwise = ""},
                    {.name = "limit", .value_name = "N", .help = "At most so many.", .choices = {}, .otherwise = "20"}},
        .details = "Works beside a running levada.\nNext: levada runs show RUN\n",
        .run = run_runs_ls,
    };
}

}  // namespace levada::app
