#include "cli/completion.h"

#include "cli/command.h"

namespace levada::app {

namespace {

Result<ExitCode> run_completion(const Process& process, const Arguments& arguments) {
    LEVADA_TRY(const std::string script, completion_script(all_commands(), arguments.text("SHELL")));
    print(process.out, script);
    return ExitCode::success;
}

}  // namespace

CommandSpec command_completion() {
    return {.path = {"completion"},
            .summary = "Print a completion script for bash, zsh or fish.",
            .operands = {{.name = "SHELL", .help = "bash, zsh or fish.", .is_required = true}},
            .options = {},
            .details = "To use it now:  source <(levada completion bash)\n",
            .run = run_completion};
}

}  // namespace levada::app
