#include "cli/command.h"
#include "project/project.h"

namespace levada::app {

namespace {

Result<ExitCode> run_schema(const Process& process, const Arguments& /*arguments*/) {
    print(process.out, project_json_schema());
    return ExitCode::success;
}

}  // namespace

CommandSpec command_schema() {
    return {.path = {"schema"},
            .summary = "Print the JSON schema of levada.yaml, for editors.",
            .operands = {},
            .options = {},
            .details = "",
            .run = run_schema};
}

}  // namespace levada::app
