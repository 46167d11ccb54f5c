#pragma once

#include "cli/command.h"

#include <string>

namespace levada::app {

/// The command `airbyte <verb>`: one call of a connector with Airbyte protocol messages on stdout.
/// Source of the command line: airbyte-cdk 7.39.1, entrypoint.py, with the manifest as a file.
CommandSpec airbyte_command(const std::string& verb, const std::string& summary);

}  // namespace levada::app
