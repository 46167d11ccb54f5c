#pragma once

#include <filesystem>

#include "levada/lake/table.h"
#include "levada/ports/clock.h"

namespace levada::lake {

/// Removes slices that the newest `retain_commits` commits do not need, as a Hudi clean action.
/// Errors: as Table::clean.
Result<CleanInfo> clean_table(const std::filesystem::path& table, const Clock& clock, std::int64_t retain_commits);

}  // namespace levada::lake
