#pragma once

#include <optional>
#include <string_view>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Python's float(text): blanks around, underscores between digits, inf and nan; nothing where it raises.
std::optional<double> python_float(std::string_view text);

/// Python's float(value) of a JSON value. Errors: invalid_data, naming `what`.
Result<double> python_float(const Json& value, std::string_view what);

/// Python's int(value) of a JSON value: truncates numbers, reads text. Errors: invalid_data, naming `what`.
Result<std::int64_t> python_int(const Json& value, std::string_view what);

}  // namespace levada::airbyte
