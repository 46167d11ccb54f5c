#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/result.h"
#include "levada/lake/table_options.h"

namespace levada::lake {

/// The first five columns of every Hudi file, all text.
inline constexpr std::string_view kMetaColumns[] = {
    "_hoodie_commit_time", "_hoodie_commit_seqno", "_hoodie_record_key", "_hoodie_partition_path", "_hoodie_file_name"};

/// `"name"`, with quotes in it doubled.
std::string sql_name(std::string_view name);
/// `'text'`, with quotes in it doubled.
std::string sql_text(std::string_view text);
/// `['a', 'b']`
std::string sql_list(const std::vector<std::string>& texts);

/// Errors: unsupported (a name that makes Hudi's readers fail).
Status check_column_name(std::string_view name);
/// Names one by one, and that no two differ only by case. Errors: unsupported, conflict.
Status check_columns(const std::vector<Column>& columns);

}  // namespace levada::lake
