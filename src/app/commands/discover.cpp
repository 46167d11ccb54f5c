#include "cli/command.h"
#include "project/project.h"
#include "run/catalog.h"
#include "run/connector.h"
#include "run/pipelines.h"
#include "run/watched_programs.h"

#include "levada/adapters/system_clock.h"

namespace levada::app {

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) {
        out += (out.empty() ? "" : ",") + part;
    }
    return out.empty() ? "-" : out;
}

std::size_t column_count(const Json& schema) {
    const Json* properties = schema.find("properties");
    return properties == nullptr ? 0 : properties->size();
}

void print_stream(const Process& process, const PlannedStream& stream) {
    print(process.out,
          stream.name + "\t" + (stream.is_incremental ? "incremental" : "full_refresh") + "\t" +
              stream.destination_sync_mode + "\tkey " + joined(stream.primary_key) + "\tcursor " +
              joined(stream.cursor_field) + "\t" + std::to_string(column_count(stream.json_schema)) + " columns\n");
}

Result<ExitCode> run_discover(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Project project, load_project(arguments.text("project"), process.environment));
    LEVADA_TRY(const Pipeline* pipeline, pipeline_of(project, arguments.text("PIPELINE")));
    SystemClock clock;
    CurlHttp http(http_options_of(*pipeline), clock);
    WatchedPrograms programs(clock);
    LoggedMessages messages(no_log());
    LEVADA_TRY(const auto source, open_connector(*pipeline, {}, {http, clock, programs, messages}));
    LEVADA_TRY(const Json catalog, source->discover());
    if (arguments.has("json")) {
        print(process.out, catalog.dump() + "\n");
        return ExitCode::success;
    }
    Pipeline all = *pipeline;
    all.streams.clear();
    LEVADA_TRY(const std::vector<PlannedStream> plan, plan_streams(catalog, all, ""));
    for (const PlannedStream& stream : plan) {
        print_stream(process, stream);
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_discover() {
    return {
        .path = {"discover"},
        .summary = "List the streams of a pipeline's connector and how they would be read.",
        .operands = {{.name = "PIPELINE", .help = "The pipeline; not needed when there is one.", .is_required = false}},
        .options = {},
        .details = "--json prints the whole Airbyte catalog.\n",
        .run = run_discover,
    };
}

}  // namespace levada::app
