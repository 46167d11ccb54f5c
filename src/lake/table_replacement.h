#pragma once

#include <filesystem>
#include <memory>

#include "levada/lake/table.h"
#include "levada/ports/clock.h"

namespace levada::lake {

/// Errors: as Table::replacement.
Result<std::unique_ptr<TableReplacement>> begin_replacement(SqlEngine& engine,
                                                            const Clock& clock,
                                                            const std::filesystem::path& table,
                                                            const TableOptions& options);

/// The pending replacement with its saved progress, files beyond it removed; null when there is none.
/// Errors: as Table::replacement.
Result<std::unique_ptr<TableReplacement>> find_replacement(SqlEngine& engine,
                                                           const std::filesystem::path& table,
                                                           const TableOptions& options);

}  // namespace levada::lake
