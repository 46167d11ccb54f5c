#include "run/airbyte_verb.h"

#include "run/services.h"

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

Result<ExitCode> run(const std::string& verb, const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const airbyte::VerbOptions options, options_of(verb, arguments));
    LEVADA_TRY(const std::unique_ptr<Clock> clock, clock_of(arguments));
    CurlHttpOptions http_options;
    http_options.rewrite = arguments.text("http-rewrite");
    CurlHttp http(http_options, *clock);
    FileSink out(process.out);
    return airbyte::run_verb(options, http, *clock, out) == 0 ? ExitCode::success : ExitCode::handled_failure;
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
