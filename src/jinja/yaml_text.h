#pragma once

#include <string>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// yaml.safe_dump(value) in block style: PyYAML's defaults, keys in their order unless they are to be sorted.
/// Errors: type_error for what YAML's safe types cannot hold.
Outcome<std::string> to_yaml(const Value& value, bool sorts_keys);

}  // namespace levada::jinja
