#include "cli/command.h"
#include "cli/parser.h"

#include <string>
#include <vector>

#include <unistd.h>

#include "levada/base/json.h"

extern char** environ;

namespace {

using levada::app::Arguments;
using levada::app::ExitCode;
using levada::app::Process;

Process this_process() {
    Process process;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) {
            process.environment[std::string(text.substr(0, equals))] = text.substr(equals + 1);
        }
    }
    process.out = stdout;
    process.error = stderr;
    process.is_out_terminal = isatty(STDOUT_FILENO) == 1;
    process.is_error_terminal = isatty(STDERR_FILENO) == 1;
    return process;
}

void report(const Process& process, const levada::Error& error, const Arguments& arguments) {
    if (!arguments.has("json")) {
        levada::app::print(process.error, "levada: " + error.to_string() + "\n");
        return;
    }
    const levada::Json line = levada::Json::object({{"error",
                                                     levada::Json::object({{"code", to_string(error.code())},
                                                                           {"message", error.message()},
                                                                           {"place", error.place()},
                                                                           {"hint", error.hint()}})}});
    levada::app::print(process.error, line.dump() + "\n");
}

}  // namespace

int main(int argc, char** argv) {
    const Process process = this_process();
    const std::vector<levada::app::CommandSpec> commands = levada::app::all_commands();
    const auto invocation = levada::app::parse_command_line(commands, std::vector<std::string>(argv + 1, argv + argc));
    if (!invocation) {
        report(process, invocation.error(), {});
        return static_cast<int>(ExitCode::configuration);
    }
    if (invocation->command == nullptr) {
        levada::app::print(process.out, invocation->text);
        return static_cast<int>(ExitCode::success);
    }
    const auto done = invocation->command->run(process, invocation->arguments);
    if (!done) {
        report(process, done.error(), invocation->arguments);
        return static_cast<int>(levada::app::exit_code_of(done.error()));
    }
    return static_cast<int>(*done);
}
