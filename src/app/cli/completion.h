#pragma once

#include "cli/command.h"

#include <string>
#include <vector>

namespace levada::app {

/// A completion script for `shell` (bash, zsh or fish). Errors: invalid_config (another shell).
Result<std::string> completion_script(const std::vector<CommandSpec>& commands, const std::string& shell);

}  // namespace levada::app
