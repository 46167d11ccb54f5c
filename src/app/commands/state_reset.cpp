#include "cli/command.h"
#include "project/project.h"
#include "run/pipelines.h"
#include "run/services.h"

namespace levada::app {

namespace {

Result<ExitCode> run(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    LEVADA_TRY(std::vector<std::string> streams, known_streams(*services, *pipeline));
    if (arguments.has("stream")) {
        LEVADA_CHECK(require_known(streams, arguments.text("stream"), "stream"));
        streams = {arguments.text("stream")};
    }
    for (const std::string& stream : streams) {
        if (!arguments.has("dry-run")) {
            LEVADA_CHECK(services->states->reset(pipeline->name, stream));
        }
        print(process.out,
              "state of " + pipeline->name + "." + stream +
                  (arguments.has("dry-run") ? " would be reset\n" : " is reset\n"));
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_state_reset() {
    return {
        .path = {"state", "reset"},
        .summary = "Forget the state of a pipeline, so that its next run reads everything.",
        .operands = {{.name = "PIPELINE", .help = "The pipeline.", .is_required = true}},
        .options =
            {{.name = "stream", .value_name = "STREAM", .help = "Only this stream.", .choices = {}, .otherwise = ""},
             {.name = "dry-run",
              .value_name = "",
              .help = "Only say what would be reset.",
              .choices = {},
              .otherwise = ""}},
        .details = "Tables are left as they are.\n",
        .run = run,
    };
}

}  // namespace levada::app
