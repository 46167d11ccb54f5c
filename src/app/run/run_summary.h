#pragma once

#include "cli/command.h"

#include <string>

#include "levada/schedule/run_store.h"

namespace levada::app {

/// One line on how a run ended: "run ID of shop: partial, 3 streams, 1,616 records, 23 pages, 1.2 MB".
std::string summary_of(const schedule::Run& run);

/// A line that names the commands to go on with; empty after a run that succeeded.
std::string next_step_of(const schedule::Run& run);

/// The exit code that tells it. Source: DESIGN section 7.
ExitCode exit_code_of(schedule::RunStatus status);

}  // namespace levada::app
