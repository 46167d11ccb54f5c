#pragma once

#include "cli/command.h"

#include <string>
#include <variant>
#include <vector>

namespace levada::app {

/// What the command line asks for: a command with its arguments, or a text (help) to print on stdout.
struct Invocation {
    const CommandSpec* command = nullptr;
    Arguments arguments;
    std::string text;
};

/// Parses the words after the program's name. Errors: invalid_config with "did you mean" and the help command to run.
Result<Invocation> parse_command_line(const std::vector<CommandSpec>& commands, const std::vector<std::string>& words);

/// The help page of the program, of a group of commands ("state") or of one command.
std::string help_of(const std::vector<CommandSpec>& commands, const std::vector<std::string>& path);

}  // namespace levada::app
