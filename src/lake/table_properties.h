#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "levada/lake/table_options.h"

namespace levada::lake {

/// The pairs of a hoodie.properties file.
using Properties = std::map<std::string, std::string>;

/// Source: java.util.Properties, as far as Hudi's own files use it: `key=value`, `\` escapes `:`, `=` and `\`.
Properties parse_properties(std::string_view text);
std::string print_properties(const Properties& properties);

/// Errors: not_found (no table), unavailable.
Result<Properties> read_properties(const std::filesystem::path& table);
/// Replaces the file whole, and drops the checksum file that Hadoop may have put beside it.
Status write_properties(const std::filesystem::path& table, const Properties& properties);

/// The properties of a new table. Errors: unsupported (a shape that Hudi's versions read differently), invalid_config.
Result<Properties> properties_of(const TableOptions& options);
/// Errors: unsupported (not version 6, not copy-on-write).
Result<TableOptions> options_of(const Properties& properties);

}  // namespace levada::lake
