#pragma once

#include "project/project.h"

#include <memory>
#include <string>

#include "levada/adapters/sqlite_metadata.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

/// The project's Metadata, to be looked at beside a process that works on the project.
/// Errors: not_found (nothing ran yet), those of SqliteMetadata::look().
Result<std::unique_ptr<SqliteMetadata>> look_at_metadata(const Project& project);

/// The run that a user means: "" or "last" is the newest; else its id, or what one id alone begins or ends with.
/// Errors: not_found with the next command, invalid_config (several), those of RunStore::list().
Result<schedule::Run> run_of(schedule::RunStore& runs, const std::string& text);

}  // namespace levada::app
