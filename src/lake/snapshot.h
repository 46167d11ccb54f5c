#pragma once

#include "timeline.h"

#include <filesystem>
#include <string_view>

#include "levada/lake/table.h"

namespace levada::lake {

/// Key of the columns as they were declared, in extraMetadata: [["name","TYPE"], …].
inline constexpr std::string_view kColumnsKey = "levada.columns";

std::string print_columns(const std::vector<Column>& columns);
std::vector<Column> parse_columns(std::string_view text);

/// The columns of the newest commit at `as_of`: names from its Avro schema, types as declared or as stored.
/// Errors: corruption, unavailable.
Result<std::vector<Column>> read_columns(SqlEngine& engine,
                                         const std::filesystem::path& table,
                                         const Timeline& timeline,
                                         std::string_view as_of);

/// Errors: as Table::snapshot.
Result<Snapshot> read_snapshot(SqlEngine& engine, const std::filesystem::path& table, std::string_view as_of);

}  // namespace levada::lake
