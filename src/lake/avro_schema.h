#pragma once

#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/lake/table_options.h"

namespace levada::lake {

/// Hudi's Avro schema of a table. Source: Spark's Avro converter, whose names Hudi compares: list items and map values
/// keep their column's name and namespace; a decimal is a fixed named "fixed" below its column.
/// Errors: unsupported (a column's type).
Result<Json> avro_schema_of(const std::string& table_name, const std::vector<Column>& columns);

/// The same with the five meta columns in front, for the footers of the files.
Json with_meta_columns(const Json& schema);

/// The names of a record schema's fields; empty when it is none.
std::vector<std::string> field_names_of(const Json& schema);

}  // namespace levada::lake
