#include "cli/command.h"
#include "project/project.h"
#include "run/agreement.h"
#include "run/pipelines.h"
#include "run/services.h"
#include "run/state_file.h"

#include "levada/base/file.h"

namespace levada::app {

namespace {

Result<ExitCode> run_state_set(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const std::string text, read_file(arguments.text("FILE")));
    LEVADA_TRY(const auto states, states_of_file(text, arguments.text("FILE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    for (const auto& [stream, state] : states) {
        LEVADA_CHECK(services->states->set(pipeline->name, stream, state));
        LEVADA_CHECK(remember_stream(*services, *pipeline, stream));
        LEVADA_CHECK(accept_stream(*services, project, *pipeline, stream));
        print(process.out, "state of " + pipeline->name + "." + stream + " is set\n");
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_state_set() {
    return {
        .path = {"state", "set"},
        .summary = "Set the state of streams from a file of Airbyte state messages.",
        .operands = {{.name = "PIPELINE", .help = "The pipeline.", .is_required = true},
                     {.name = "FILE",
                      .help = "JSON: what `levada state get`, Airbyte or its API gives, or a log with STATE messages.",
                      .is_required = true}},
        .options = {},
        .details =
            "States may be per stream, global, legacy, or a map {stream: {…}}; a Singer tap's {\"bookmarks\": …} too.\n"
            "Of several states of a stream the last counts.\n",
        .run = run_state_set,
    };
}

}  // namespace levada::app
