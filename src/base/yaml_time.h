#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada {

/// What Python prints for a plain YAML scalar that is a date or a time (`2024-01-01 00:00:00+00:00`); nothing for any
/// other text. Source: PyYAML 6.0, resolver.py and construct_yaml_timestamp; str(datetime).
/// Errors: invalid_config (no such day or time).
Result<std::optional<std::string>> yaml_time_text(std::string_view text);

}  // namespace levada
