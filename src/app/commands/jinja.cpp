#include "cli/command.h"

#include <chrono>

#include "levada/adapters/system_clock.h"
#include "levada/base/file.h"
#include "levada/jinja/case_runner.h"

namespace levada::app {

namespace {

Result<ExitCode> run_jinja(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const std::string cases, read_file(arguments.text("cases")));
    const SystemClock clock;
    jinja::CaseRun case_run;
    case_run.environment = arguments.text("env");
    case_run.cases = cases;
    case_run.environment_variable = [&](std::string_view name) -> std::optional<std::string> {
        const auto found = process.environment.find(std::string(name));
        return found == process.environment.end() ? std::nullopt : std::optional(found->second);
    };
    case_run.now_epoch_seconds = std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    LEVADA_TRY(const std::string lines, jinja::run_cases(case_run));
    print(process.out, lines);
    return ExitCode::success;
}

}  // namespace

CommandSpec command_jinja() {
    return {
        .path = {"jinja"},
        .summary = "Render templates from a file of cases, one JSON line each.",
        .operands = {},
        .options = {{.name = "env",
                     .value_name = "ENV",
                     .help = "What the templates are for.",
                     .choices = {"plain", "cdk", "dbt", "dbt_parse", "dbt_native"},
                     .otherwise = "plain"},
                    {.name = "cases",
                     .value_name = "FILE",
                     .help = "JSON lines: {\"id\", \"template\", \"context\"}.",
                     .choices = {},
                     .otherwise = "",
                     .is_required = true}},
        .details = "Prints {\"id\", \"output\"} or {\"id\", \"error\", \"message\"} for each case.\n",
        .run = run_jinja,
    };
}

}  // namespace levada::app
