#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/lake/table_options.h"

namespace levada::lake {

/// The text of one row's partition columns; null values are nothing.
using PartitionValues = std::vector<std::optional<std::string>>;

/// `dt=2024-01-31/region=eu`, as Hudi's key generators build it; empty without partition columns.
/// Errors: unsupported (a `/` in a value of a table that does not encode).
Result<std::string> partition_path_of(const TableOptions& options, const PartitionValues& values);

/// The bytes that Hudi escapes as %XX. Source: Hudi's PartitionPathEncodeUtils.
std::string encode_partition_value(std::string_view value);

/// Depth for `.hoodie_partition_metadata`: 0 for the table's own folder.
int partition_depth(std::string_view path);

}  // namespace levada::lake
