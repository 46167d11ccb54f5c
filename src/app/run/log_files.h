#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "levada/base/json.h"

namespace levada::app {

/// Reads the log's files in `folder` (ECS JSON lines, `levada.log` and what was set aside), the oldest entry first, and
/// gives those of one run. Lines that are no entries are passed over. Gives their number.
/// Errors: those of reading a file, of `entry`.
Result<std::size_t> read_log_of_run(const std::filesystem::path& folder,
                                    const std::string& run,
                                    const std::function<Status(const Json&)>& entry);

}  // namespace levada::app
