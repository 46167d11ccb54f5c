#include "run/airbyte_verb.h"

#include "run/program_connector.h"
#include "run/python_packages.h"
#include "run/services.h"
#include "run/staging_folder.h"
#include "run/watched_programs.h"

#include <cerrno>
#include <memory>

#include <unistd.h>

#include "levada/adapters/curl_http.h"
#include "levada/airbyte/components/verbs.h"
#include "levada/airbyte/messages.h"
#include "levada/base/file.h"

namespace levada::app {

namespace {

/// Protocol messages on a file descriptor.
class FileSink final : public airbyte::TextSink {
public:
    explicit FileSink(std::FILE* file) : file_(file) {}

    Result<void> write(std::string_view text) override { return write_all(fileno(file_), text, "stdout"); }

private:
    std::FILE* file_;
};

Result<std::optional<std::string>> text_of(const Arguments& arguments, const std::string& option) {
    const auto path = arguments.find(option);
    if (!path) {
        return std::optional<std::string>();
    }
    LEVADA_TRY(std::string text, read_file(*path));
    return std::optional(std::move(text));
}

Result<airbyte::VerbOptions> options_of(const std::string& verb, const Arguments& arguments) {
    airbyte::VerbOptions options;
    options.verb = verb;
    options.manifest_file = arguments.text("manifest");
    LEVADA_TRY(options.manifest_text, read_file(options.manifest_file));
    LEVADA_TRY(options.config, text_of(arguments, "config"));
    LEVADA_TRY(options.catalog, text_of(arguments, "catalog"));
    LEVADA_TRY(options.state, text_of(arguments, "state"));
    return options;
}

Result<Json> json_of(const std::optional<std::string>& text, std::string_view what) {
    return text ? parse_json(*text).with("file", std::string(what)) : Result<Json>(Json());
}

/// The Python that runs a manifest's classes: `--python`, or what was installed for the project.
Result<ProgramChoice> python_of(const Process& process, const Arguments& arguments) {
    const std::filesystem::path folder = std::filesystem::absolute(arguments.text("project")).lexically_normal();
    ProgramChoice choice = manifest_python({folder, folder / ".levada", program_environment(process.environment)});
    if (arguments.has("python")) {
        choice.command = {arguments.text("python")};
        return choice;
    }
    if (!PythonPackages::are_installed(choice)) {
        return Error(ErrorCode::invalid_config,
                     "the manifest has Python classes, and " + std::string(kAirbyteCdk) + " is not installed")
            .hint("levada connector install --manifest " + arguments.text("manifest") +
                  ", or --python with an interpreter that has it");
    }
    return choice;
}

/// Runs the verb on the Python of a manifest whose classes need it.
Result<int> run_python(const airbyte::VerbOptions& options,
                       const Result<std::unique_ptr<airbyte::Manifest>>& manifest,
                       const Process& process,
                       const Arguments& arguments) {
    LEVADA_TRY(const std::unique_ptr<Clock> clock, clock_of(arguments));
    CurlHttp http({}, *clock);
    WatchedPrograms programs(*clock);
    FileSink out(process.out);
    const auto open = [&](airbyte::MessageSink& messages) -> Result<std::unique_ptr<airbyte::Connector>> {
        if (!manifest) {
            return manifest.error();
        }
        if (arguments.has("clock")) {
            LEVADA_CHECK(messages.log(airbyte::LogLevel::warn, "--clock does not reach the manifest's Python classes"));
        }
        ProgramUse use;
        LEVADA_TRY(use.config, json_of(options.config, "config"));
        LEVADA_TRY(use.catalog, json_of(options.catalog, "catalog"));
        LEVADA_TRY(use.state, json_of(options.state, "state"));
        Result<ProgramChoice> choice = python_of(process, arguments);
        if (options.verb != "spec" && !choice) {
            return choice.error();  // The spec is in the manifest: no Python is needed for it.
        }
        return open_python_manifest({options.manifest_file, **manifest, arguments.text("http-rewrite")},
                                    choice ? *choice : ProgramChoice(),
                                    std::move(use),
                                    {http, *clock, programs, messages});
    };
    return airbyte::run_verb(options.verb, open, *clock, out);
}

ExitCode exit_code_of_verb(int code) {
    return code == 0 ? ExitCode::success : ExitCode::handled_failure;
}

Result<ExitCode> run(const std::string& verb, const Process& process, const Arguments& arguments) {
    LEVADA_TRY(airbyte::VerbOptions options, options_of(verb, arguments));
    StagingFolder files(StagingFolder::usual(process.environment_or("AIRBYTE_STAGING_DIRECTORY", "")));
    options.files = &files;
    const auto python = manifest_for_python(options.manifest_text, options.manifest_file);
    if (!python || *python != nullptr) {
        LEVADA_TRY(const int code, run_python(options, python, process, arguments));
        return exit_code_of_verb(code);
    }
    LEVADA_TRY(const std::unique_ptr<Clock> clock, clock_of(arguments));
    CurlHttpOptions http_options;
    http_options.rewrite = arguments.text("http-rewrite");
    CurlHttp http(http_options, *clock);
    FileSink out(process.out);
    return exit_code_of_verb(airbyte::run_verb(options, http, *clock, out));
}

OptionSpec file_option(const std::string& name, const std::string& help, bool is_required) {
    return {
        .name = name, .value_name = "FILE", .help = help, .choices = {}, .otherwise = "", .is_required = is_required};
}

}  // namespace

CommandSpec airbyte_command(const std::string& verb, const std::string& summary) {
    CommandSpec command;
    command.path = {"airbyte", verb};
    command.summary = summary;
    command.options.push_back(file_option("manifest", "The connector's manifest (YAML).", true));
    if (verb != "spec") {
        command.options.push_back(file_option("config", "The connector's configuration (JSON).", true));
    }
    if (verb == "read") {
        command.options.push_back(file_option("catalog", "The configured catalog (JSON).", true));
        command.options.push_back(file_option("state", "The state to go on from (JSON).", false));
    }
    command.options.push_back({.name = "http-rewrite",
                               .value_name = "BASE",
                               .help = "Send every request to BASE instead; {host} becomes the host it was for.",
                               .choices = {},
                               .otherwise = ""});
    command.options.push_back({.name = "python",
                               .value_name = "FILE",
                               .help = "Interpreter with airbyte-cdk, for a manifest with Python classes.",
                               .choices = {},
                               .otherwise = ""});
    command.options.push_back({.name = "clock",
                               .value_name = "TIME",
                               .help = "Pretend it is TIME for the whole call and never wait (for tests).",
                               .choices = {},
                               .otherwise = ""});
    command.details = "Prints Airbyte protocol messages, one JSON object per line. Ends with 1 when the verb failed.\n";
    command.run = [verb](const Process& process, const Arguments& arguments) { return run(verb, process, arguments); };
    return command;
}

}  // namespace levada::app
