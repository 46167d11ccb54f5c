#pragma once

#include <string>

#include "levada/base/json.h"

namespace levada {

/// The value of a plain YAML scalar as PyYAML's safe loader resolves it, but dates and times stay text.
/// Source: YAML 1.1 type repository; PyYAML 6.0 resolver.py.
Json resolve_yaml_scalar(const std::string& text);

}  // namespace levada
