#include "cli/command.h"
#include "cli/listing.h"
#include "project/project.h"
#include "run/cancel_watch.h"
#include "run/pipeline_replay.h"
#include "run/pipelines.h"
#include "run/run_summary.h"
#include "run/time_span.h"
#include "serve/stop_watch.h"

#include "levada/adapters/local_object_store.h"
#include "levada/base/text.h"
#include "levada/base/time.h"
#include "levada/observe/progress.h"

namespace levada::app {

namespace {

Result<std::vector<RawRun>> chosen_runs(ObjectStore& objects, const Pipeline& pipeline, const Arguments& arguments) {
    LEVADA_TRY(const TimeSpan span, time_span_of(arguments));
    LEVADA_TRY(std::vector<RawRun> runs, list_raw_runs(objects, pipeline.name));
    std::erase_if(runs, [&span](const RawRun& run) { return !span.holds(run.begun_at); });
    if (runs.empty()) {
        return Error(ErrorCode::not_found, "the raw zone has no responses of that pipeline in that time")
            .with("pipeline", pipeline.name)
            .hint("levada run reads the API");
    }
    return runs;
}

Status print_plan(const Process& process, const Arguments& arguments, const std::vector<RawRun>& runs) {
    std::vector<Json> rows;
    for (const RawRun& run : runs) {
        std::vector<std::string> streams;
        streams.reserve(run.streams.size());
        for (const auto& [stream, parts] : run.streams) {
            streams.push_back(stream);
        }
        rows.push_back(Json::object({{"run", run.run},
                                     {"begun_at", format_utc(run.begun_at, 0)},
                                     {"size", observe::format_bytes(run.size_bytes)},
                                     {"size_bytes", static_cast<std::int64_t>(run.size_bytes)},
                                     {"streams", join(streams, ", ")}}));
    }
    return print_listing(
        process, arguments, {{"run", "run"}, {"begun", "begun_at"}, {"size", "size"}, {"streams", "streams"}}, rows);
}

Result<ExitCode> replay(const Process& process,
                        const Arguments& arguments,
                        const Project& project,
                        const Pipeline& pipeline,
                        Services& services) {
    StopWatch stop;
    schedule::RunStore store(*services.metadata, *services.clock);
    LEVADA_CHECK(store.close_interrupted());
    ReplayOrder order;
    LEVADA_TRY(order.runs, chosen_runs(*services.objects, pipeline, arguments));
    if (arguments.has("stream")) {
        order.streams = {arguments.text("stream")};
    }
    order.is_part = arguments.has("from") || arguments.has("to");
    order.may_shrink = arguments.has("may-shrink");
    LEVADA_TRY(schedule::Run run, store.begin({.pipeline = pipeline.name, .trigger = schedule::RunTrigger::replay}));
    const CancelWatch watch(store, run.id, stop.is_stopping());
    order.run_id = run.id;
    order.is_stopping = &watch.is_stopping();
    auto result = PipelineReplay(services, project, pipeline).execute(order);
    run.status = result ? result->status : schedule::RunStatus::failed;
    if (!result) {
        run.error_code = to_string(result.error().code());
        run.error_message = result.error().message();
        static_cast<void>(store.finish(run));  // The first error is the one that counts.
        return result.error().with("pipeline", pipeline.name);
    }
    run.streams = std::move(result->streams);
    LEVADA_CHECK(store.finish(run));
    LEVADA_TRY(run, store.get(run.id));
    print(process.out, arguments.has("json") ? run.to_json().dump() + "\n" : summary_of(run) + "\n");
    for (const schedule::StreamReport& stream : run.streams) {
        if (!stream.error.empty()) {
            print(process.error, stream.name + ": " + stream.error + "\n");
        }
    }
    return exit_code_of(run.status);
}

Result<ExitCode> run_replay(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    if (arguments.has("dry-run")) {
        LEVADA_TRY(const auto objects, LocalObjectStore::open(project.state_folder / "objects"));
        LEVADA_TRY(const std::vector<RawRun> runs, chosen_runs(*objects, *pipeline, arguments));
        LEVADA_CHECK(print_plan(process, arguments, runs));
        return ExitCode::success;
    }
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    return replay(process, arguments, project, *pipeline, *services);
}

}  // namespace

CommandSpec command_replay() {
    CommandSpec command;
    command.path = {"replay"};
    command.summary = "Make a pipeline's tables anew from the raw zone, without one request to the API.";
    command.operands = {{.name = "PIPELINE", .help = "The pipeline.", .is_required = true}};
    command.options = {
        {.name = "stream", .value_name = "STREAM", .help = "Only this stream.", .choices = {}, .otherwise = ""},
        {.name = "from",
         .value_name = "TIME",
         .help = "Only of runs that began at TIME or later.",
         .choices = {},
         .otherwise = ""},
        {.name = "to",
         .value_name = "TIME",
         .help = "Only of runs that began before TIME.",
         .choices = {},
         .otherwise = ""},
        {.name = "may-shrink",
         .value_name = "",
         .help = "Let tables have fewer rows than now.",
         .choices = {},
         .otherwise = ""},
        {.name = "dry-run", .value_name = "", .help = "Only list the runs.", .choices = {}, .otherwise = ""}};
    command.details =
        "The connector runs over the recorded responses with the manifest as it is now: change a selector or a "
        "schema,\n"
        "and the tables follow. Requests have to be those that were recorded. Tables are seen as they were until the "
        "new\n"
        "ones are whole; a table that would lose rows stays, unless --may-shrink. TIME is a date or RFC 3339.\n";
    command.run = run_replay;
    return command;
}

}  // namespace levada::app
