#pragma once

#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// True for plain text that PyYAML takes for a date or a time: 2024-02-29, 2024-2-9 1:02:03, 2024-02-29T13:45:30.5Z.
/// Source: PyYAML 6.0, resolver.py, tag:yaml.org,2002:timestamp.
bool is_yaml_time(std::string_view text);
/// That date, or date and time. Errors: value_error (month 13, ...).
Outcome<Value> yaml_time(std::string_view text);

}  // namespace levada::jinja
