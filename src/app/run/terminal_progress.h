#pragma once

#include "cli/command.h"

#include "levada/observe/progress.h"

namespace levada::app {

/// How progress is shown on this process's stderr.
observe::ProgressOptions progress_options(const Process& process, const Arguments& arguments);

}  // namespace levada::app
