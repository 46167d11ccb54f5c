#include "run/connector.h"

#include "cli/command.h"
#include "connector/manifest_place.h"
#include "connector/test_read.h"
#include "project/project.h"
#include "run/catalog.h"
#include "run/pipelines.h"
#include "run/services.h"
#include "run/state_file.h"
#include "run/watched_programs.h"

#include <filesystem>
#include <memory>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/base/file.h"
#include "levada/base/text.h"
#include "levada/base/yaml.h"

namespace levada::app {

namespace {

constexpr std::int64_t kLimitMax = 1'000'000;

Pipeline pipeline_of_manifest(const std::filesystem::path& manifest,
                              const Process& process,
                              const Arguments& arguments) {
    const std::filesystem::path folder = std::filesystem::absolute(arguments.text("project")).lexically_normal();
    Pipeline pipeline;
    pipeline.folder = folder;
    pipeline.connector = manifest;
    pipeline.program = manifest_python({folder, folder / ".levada", program_environment(process.environment)});
    return pipeline;
}

/// The file, or the pipeline of that name, or the connector of that name.
Result<Pipeline> named_pipeline(const Process& process, const Arguments& arguments) {
    const std::string& what = arguments.text("CONNECTOR");
    LEVADA_TRY(const std::filesystem::path manifest, given_manifest(what, arguments.text("project")));
    if (std::filesystem::exists(what)) {
        return pipeline_of_manifest(manifest, process, arguments);
    }
    const Result<Project> project = load_project(arguments.text("project"), process.environment);
    if (!project) {
        return manifest.empty() ? Result<Pipeline>(project.error())
                                : pipeline_of_manifest(manifest, process, arguments);
    }
    const Result<const Pipeline*> named = pipeline_of(*project, what);
    if (named) {
        return **named;
    }
    return manifest.empty() ? Result<Pipeline>(named.error()) : pipeline_of_manifest(manifest, process, arguments);
}

Result<Pipeline> tested_pipeline(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(Pipeline pipeline, named_pipeline(process, arguments));
    if (arguments.has("config")) {
        LEVADA_TRY(const std::string text, read_file(arguments.text("config")));
        LEVADA_TRY(pipeline.config, parse_yaml(text, arguments.text("config")));
    }
    if (arguments.has("http-rewrite")) {
        pipeline.http_rewrite = arguments.text("http-rewrite");
    }
    return pipeline;
}

Result<std::int64_t> limit_of(const Arguments& arguments, const std::string& name) {
    const auto limit = parse_int64(arguments.text(name));
    if (!limit || *limit < 1 || *limit > kLimitMax) {
        return Error(ErrorCode::invalid_config, "--" + name + ": wanted 1 to " + std::to_string(kLimitMax));
    }
    return *limit;
}

/// The catalog of one stream: the named one, or the first.
Result<Json> chosen_catalog(const Json& catalog, const Arguments& arguments, std::string& stream) {
    Pipeline all;
    LEVADA_TRY(std::vector<PlannedStream> plan, plan_streams(catalog, all, arguments.text("stream")));
    if (plan.empty()) {
        return Error(ErrorCode::invalid_config, "the connector has no streams");
    }
    plan.resize(1);
    stream = plan.front().name;
    return configured_catalog(catalog, plan);
}

Result<Json> given_state(const Arguments& arguments) {
    if (!arguments.has("state")) {
        return Json();
    }
    LEVADA_TRY(const std::string text, read_file(arguments.text("state")));
    LEVADA_TRY(const auto states, states_of_file(text, arguments.text("state")));
    Json messages = Json::array();
    for (const auto& [name, state] : states) {
        messages.push_back(state_message(name, state));
    }
    return messages;
}

Result<ConnectorUse> use_of(const Pipeline& pipeline,
                            const Arguments& arguments,
                            const ConnectorWorld& world,
                            std::string& stream) {
    ConnectorUse use;
    LEVADA_TRY(const auto asked, open_connector(pipeline, {}, world));
    Status fits = asked->validate_config();
    if (!fits) {
        return Error(fits.error())
            .hint(arguments.has("config") ? "mend " + arguments.text("config")
                                          : "--config FILE names a file with the configuration");
    }
    LEVADA_TRY(const Json catalog, asked->discover());
    LEVADA_TRY(use.catalog, chosen_catalog(catalog, arguments, stream));
    LEVADA_TRY(use.state, given_state(arguments));
    return use;
}

Result<ExitCode> run_connector_test(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const Pipeline pipeline, tested_pipeline(process, arguments));
    LEVADA_TRY(const std::int64_t records_max, limit_of(arguments, "records"));
    airbyte::ReadLimits limits;
    LEVADA_TRY(limits.pages_per_slice_max, limit_of(arguments, "pages"));
    LEVADA_TRY(limits.slices_max, limit_of(arguments, "slices"));
    LEVADA_TRY(const std::unique_ptr<Clock> clock, clock_of(arguments));
    CurlHttp http(http_options_of(pipeline), *clock);
    WatchedPrograms programs(*clock);
    TestRead test(http, records_max);
    limits.on_slice = [&test](const Json& slice) { test.begin_slice(slice); };
    std::string stream;
    const ConnectorWorld world{test, *clock, programs, test};
    LEVADA_TRY(ConnectorUse use, use_of(pipeline, arguments, world, stream));
    use.limits = limits;
    LEVADA_TRY(const auto source, open_connector(pipeline, std::move(use), world));
    const auto outcome = source->read();
    if (!outcome && outcome.error().code() != ErrorCode::cancelled) {
        return outcome.error();
    }
    print(process.out, arguments.has("json") ? test.to_json(stream).dump() + "\n" : test.to_text(stream));
    return test.has_failed() ? ExitCode::handled_failure : ExitCode::success;
}

OptionSpec option(const std::string& name, const std::string& value, const std::string& help, std::string otherwise) {
    return {.name = name, .value_name = value, .help = help, .choices = {}, .otherwise = std::move(otherwise)};
}

}  // namespace

CommandSpec command_connector_test() {
    return {
        .path = {"connector", "test"},
        .summary = "Read a little of one stream and show every request, response and record.",
        .operands = {{.name = "CONNECTOR",
                      .help = "A manifest's file, a pipeline, or NAME for connectors/NAME.yaml.",
                      .is_required = true}},
        .options = {option("stream", "STREAM", "The stream; the first when it is not given.", ""),
                    option("config", "FILE", "The connector's configuration (JSON or YAML).", ""),
                    option("state", "FILE", "The state to go on from (JSON).", ""),
                    option("records", "N", "Records at most.", "100"),
                    option("pages", "N", "Pages of each slice at most.", "5"),
                    option("slices", "N", "Slices at most.", "5"),
                    option("http-rewrite", "BASE", "Send every request to BASE instead; {host} is put in.", ""),
                    option("clock", "TIME", "Pretend it is TIME and never wait (for tests).", "")},
        .details = "Keeps nothing. Credentials are shown as REDACTED. Ends with 1 when the stream could not be read.\n",
        .run = run_connector_test,
    };
}

}  // namespace levada::app
