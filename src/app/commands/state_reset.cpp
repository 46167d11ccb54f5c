#include "cli/command.h"
#include "project/project.h"
#include "run/agreement.h"
#include "run/loading.h"
#include "run/pipelines.h"
#include "run/services.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "levada/lake/table.h"

namespace levada::app {

namespace {

/// The streams that Metadata knows, and those that only have a table: Metadata may be a new one.
Result<std::vector<std::string>> streams_with_anything(Services& services,
                                                       const Project& project,
                                                       const Pipeline& pipeline) {
    LEVADA_TRY(std::vector<std::string> streams, known_streams(*services.metadata, pipeline.name));
    std::set<std::filesystem::path> known;
    for (const std::string& stream : streams) {
        known.insert(table_folder(project, pipeline, stream));
    }
    std::error_code none;  // No table yet.
    for (const auto& entry : std::filesystem::directory_iterator(project.state_folder / "lake" / pipeline.name, none)) {
        if (!known.contains(entry.path()) && lake::Table::exists(entry.path())) {
            streams.push_back(entry.path().filename().string());
        }
    }
    std::sort(streams.begin(), streams.end());
    return streams;
}

Result<ExitCode> run_state_reset(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    LEVADA_TRY(const auto services, Services::open(project, process, arguments));
    LEVADA_TRY(std::vector<std::string> streams, streams_with_anything(*services, project, *pipeline));
    if (arguments.has("stream")) {
        const std::string stream = arguments.text("stream");
        if (!std::filesystem::exists(table_folder(project, *pipeline, stream))) {
            LEVADA_CHECK(require_known(streams, stream, "stream"));
        }
        streams = {stream};
    }
    for (const std::string& stream : streams) {
        if (!arguments.has("dry-run")) {
            LEVADA_CHECK(services->states->reset(pipeline->name, stream));
            LEVADA_CHECK(accept_stream(*services, project, *pipeline, stream));
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
        .details =
            "Tables are left as they are, and so the rows of a stream without a primary key come again. A table whose "
            "folder\n"
            "was removed is made anew by the next run: this is how to begin again from nothing.\n",
        .run = run_state_reset,
    };
}

}  // namespace levada::app
