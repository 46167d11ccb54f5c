#include "cli/command.h"

namespace levada::app {

ExitCode exit_code_of(const Error& error) {
    switch (error.code()) {
        case ErrorCode::invalid_config:
        case ErrorCode::unsupported:
            return ExitCode::configuration;
        case ErrorCode::conflict:
        case ErrorCode::rate_limited:
        case ErrorCode::unavailable:
        case ErrorCode::deadline_exceeded:
            return ExitCode::try_again;
        case ErrorCode::internal:
            return ExitCode::internal_error;
        default:
            return ExitCode::handled_failure;
    }
}

const std::string& Arguments::text(const std::string& name) const {
    static const std::string kNothing;
    const auto found = values_.find(name);
    return found == values_.end() ? kNothing : found->second;
}

std::optional<std::string> Arguments::find(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::string Process::environment_or(const std::string& name, std::string_view otherwise) const {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string(otherwise) : found->second;
}

bool Process::has_color() const {
    return is_error_terminal && environment_or("NO_COLOR", "").empty() && environment_or("TERM", "") != "dumb";
}

const std::vector<OptionSpec>& common_options() {
    static const std::vector<OptionSpec> kOptions = {
        {.name = "project", .value_name = "DIR", .help = "Folder of levada.yaml.", .choices = {}, .otherwise = "."},
        {.name = "json", .value_name = "", .help = "Print results as JSON lines.", .choices = {}, .otherwise = ""},
        {.name = "log-format",
         .value_name = "FORMAT",
         .help = "How log lines on stderr look.",
         .choices = {"text", "json"},
         .otherwise = "text"},
        {.name = "log-level",
         .value_name = "LEVEL",
         .help = "The least serious level that is logged.",
         .choices = {"debug", "info", "warning", "error"},
         .otherwise = "warning"},
    };
    return kOptions;
}

void print(std::FILE* file, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
}

}  // namespace levada::app
