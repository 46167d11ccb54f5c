#include "cli/command.h"
#include "project/project.h"
#include "run/pipeline_run.h"
#include "run/pipelines.h"
#include "run/run_summary.h"
#include "run/terminal_progress.h"
#include "serve/stop_watch.h"

#include <algorithm>
#include <thread>

namespace levada::app {

namespace {

/// Runs one pipeline and keeps what became of it in the run store.
Result<schedule::Run> run_pipeline(Services& services,
                                   const Project& project,
                                   const Pipeline& pipeline,
                                   observe::Progress& progress,
                                   RunRequest request) {
    schedule::RunStore store(*services.metadata, *services.clock);
    LEVADA_TRY(schedule::Run run, store.begin({.pipeline = pipeline.name}));
    request.run_id = run.id;
    auto result = PipelineRun(services, project, pipeline, progress).execute(request);
    if (!result) {
        run.status = schedule::RunStatus::failed;
        run.error_code = to_string(result.error().code());
        run.error_message = result.error().message();
        // The first error is the one that counts. A run that could not be closed is closed by the next command.
        static_cast<void>(store.finish(run));
        return result.error().with("pipeline", pipeline.name);
    }
    run.status = result->status;
    run.streams = std::move(result->streams);
    LEVADA_CHECK(store.finish(run));
    return store.get(run.id);
}

ExitCode worse(ExitCode a, ExitCode b) {
    // One failed pipeline beside one that worked is a partial success of the command.
    if (a == b) {
        return a;
    }
    return ExitCode::partial;
}

Result<std::vector<const Pipeline*>> chosen(const Project& project, const Arguments& arguments) {
    std::vector<const Pipeline*> pipelines;
    if (arguments.has("PIPELINE") || arguments.has("stream")) {
        LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
        pipelines.push_back(pipeline);
        return pipelines;
    }
    for (const Pipeline& pipeline : project.pipelines) {
        pipelines.push_back(&pipeline);
    }
    return pipelines;
}

Result<ExitCode> run(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto pipelines, chosen(project, arguments));
    StopWatch stop;
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    schedule::RunStore store(*services->metadata, *services->clock);
    LEVADA_CHECK(store.close_interrupted());
    std::optional<ExitCode> code;
    for (const Pipeline* pipeline : pipelines) {
        observe::Progress progress(
            progress_options(process, arguments),
            [&](std::string_view text) { print(process.error, text); },
            *services->clock);
        RunRequest request;
        request.only_stream = arguments.text("stream");
        request.is_stopping = &stop.is_stopping();
        const auto done = run_pipeline(*services, project, *pipeline, progress, request);
        progress.finish();
        LEVADA_CHECK(done);
        print(process.out, arguments.has("json") ? done->to_json().dump() + "\n" : summary_of(*done) + "\n");
        code = code ? worse(*code, exit_code_of(done->status)) : exit_code_of(done->status);
    }
    return code.value_or(ExitCode::success);
}

}  // namespace

CommandSpec command_run() {
    return {
        .path = {"run"},
        .summary = "Read pipelines into their tables, once.",
        .operands = {{.name = "PIPELINE", .help = "Only this pipeline.", .is_required = false}},
        .options =
            {{.name = "stream", .value_name = "STREAM", .help = "Only this stream.", .choices = {}, .otherwise = ""},
             {.name = "quiet", .value_name = "", .help = "No progress.", .choices = {}, .otherwise = ""},
             {.name = "clock",
              .value_name = "TIME",
              .help = "Pretend it is TIME for the whole run and never wait (for tests).",
              .choices = {},
              .otherwise = ""}},
        .details =
            "Ends with 0 when every stream was read, 3 when some were, 1 when none was. SIGINT and SIGTERM end the\n"
            "run in order: what was read is kept, and the next run goes on from there.\n",
        .run = run,
    };
}

}  // namespace levada::app
