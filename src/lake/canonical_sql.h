#pragma once

#include "sql_type.h"

#include <string>

namespace levada::lake {

/// SQL that turns `expression` of that type into its canonical form, for printing as JSON: times as UTC text with
/// microseconds and Z, dates as ISO text, decimals as text without trailing zeros, bytes as 0x….
std::string canonical_sql(const std::string& expression, const SqlType& type);

}  // namespace levada::lake
