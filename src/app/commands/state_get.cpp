#include "cli/command.h"
#include "project/project.h"
#include "run/pipelines.h"
#include "run/services.h"

namespace levada::app {

namespace {

Result<ExitCode> run_state_get(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    LEVADA_TRY(const std::vector<std::string> streams, known_streams(*services->metadata, pipeline->name));
    Json states = Json::array();
    for (const std::string& stream : streams) {
        if (arguments.has("stream") && arguments.text("stream") != stream) {
            continue;
        }
        LEVADA_TRY(const auto state, services->states->newest(pipeline->name, stream));
        if (state) {
            states.push_back(state_message(stream, *state));
        }
    }
    print(process.out, states.dump_pretty() + "\n");
    return ExitCode::success;
}

}  // namespace

CommandSpec command_state_get() {
    return {
        .path = {"state", "get"},
        .summary = "Print a pipeline's state as Airbyte per-stream state messages.",
        .operands = {{.name = "PIPELINE", .help = "The pipeline; not needed when there is one.", .is_required = false}},
        .options =
            {{.name = "stream", .value_name = "STREAM", .help = "Only this stream.", .choices = {}, .otherwise = ""}},
        .details = "What it prints, `levada state set` takes.\n",
        .run = run_state_get,
    };
}

}  // namespace levada::app
