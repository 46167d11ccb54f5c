#include "cli/command.h"

#include "levada/base/json.h"

namespace levada::app {

namespace {

Result<ExitCode> run_version(const Process& process, const Arguments& arguments) {
    if (arguments.has("json")) {
        print(process.out, Json::object({{"name", "levada"}, {"version", LEVADA_VERSION}}).dump() + "\n");
    } else {
        print(process.out, "levada " LEVADA_VERSION "\n");
    }
    return ExitCode::success;
}

}  // namespace

CommandSpec command_version() {
    return {.path = {"version"},
            .summary = "Print the version.",
            .operands = {},
            .options = {},
            .details = "",
            .run = run_version};
}

}  // namespace levada::app
