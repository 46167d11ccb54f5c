#include "cli/command.h"
#include "project/project.h"
#include "run/one_run.h"
#include "run/pipelines.h"
#include "run/run_summary.h"
#include "serve/stop_watch.h"

namespace levada::app {

namespace {

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

Result<ExitCode> run_pipelines(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const auto pipelines, chosen(project, arguments));
    StopWatch stop;
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    schedule::RunStore store(*services->metadata, *services->clock);
    LEVADA_CHECK(store.close_interrupted());
    std::optional<ExitCode> code;
    CommandRuns runs(*services, project, process, arguments);
    for (const Pipeline* pipeline : pipelines) {
        RunOrder order{*pipeline};
        order.may_shrink = arguments.has("may-shrink");
        order.is_raw_lost = arguments.has("accept-lost-raw");
        if (arguments.has("stream")) {
            order.streams = {arguments.text("stream")};
        }
        LEVADA_TRY(const schedule::Run done, runs.run(order, stop.is_stopping()));
        code = code ? worse(*code, exit_code_of(done.status)) : exit_code_of(done.status);
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
             {.name = "may-shrink",
              .value_name = "",
              .help = "Let overwritten tables lose any share of their rows, this time.",
              .choices = {},
              .otherwise = ""},
             {.name = "accept-lost-raw",
              .value_name = "",
              .help = "Go on although the raw zone has lost the responses of earlier runs.",
              .choices = {},
              .otherwise = ""},
             {.name = "clock",
              .value_name = "TIME",
              .help = "Pretend it is TIME for the whole run and never wait (for tests).",
              .choices = {},
              .otherwise = ""}},
        .details =
            "Streams of a manifest are read at once: as many as its concurrency_level says, two without one, or as "
            "many\n"
            "as `concurrency` of the pipeline in levada.yaml.\n"
            "Ends with 0 when every stream was read, 3 when some were, 1 when none was. SIGINT and SIGTERM end the\n"
            "run in order: what was read is kept, and the next run goes on from there. A request that is not answered\n"
            "within 10 seconds of that is given up. A second signal (Ctrl-C again) ends the program at once, with "
            "130.\n"
            "Next: levada runs ls\n"
            "      levada runs show RUN\n",
        .run = run_pipelines,
    };
}

}  // namespace levada::app
