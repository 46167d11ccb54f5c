#pragma once

#include <string_view>

#include "levada/base/json.h"

namespace levada {

/// As parse_yaml(), for files that a Python program reads: plain scalars that are dates or times are what Python prints
/// for them (`2024-01-01 00:00:00+00:00`). Errors: as parse_yaml(), and invalid_config for a day that is not there.
Result<Json> parse_python_yaml(std::string_view text, std::string_view file);

}  // namespace levada
