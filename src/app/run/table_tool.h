#pragma once

#include "cli/command.h"

#include <filesystem>
#include <functional>

#include "levada/lake/table_script.h"

namespace levada::app {

/// Opens an engine and a scratch folder for a `levada table` command and runs `work` with them.
/// Errors: of the engine and of `work`.
Status with_table_context(const std::function<Status(const lake::ScriptContext&)>& work);

}  // namespace levada::app
