#pragma once

#include "project/fields.h"
#include "project/project.h"

namespace levada::app {

/// Reads `retries` of the project: the retries that one host may see. Errors: invalid_config with file:line.
Status read_host_retries(Fields& root, Settings& settings, std::string_view file);

/// Reads `retries` and `attempts_max`, `attempt_wait`, `attempt_wait_max` of a pipeline at `path`.
/// Errors: invalid_config with file:line.
Status read_run_retries(Fields& fields, Pipeline& pipeline, std::string_view file, const std::string& path);

}  // namespace levada::app
