#pragma once

#include <optional>
#include <string>

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// What is wrong with `value` by JSON schema `schema`, with the place in the value; nothing when it fits.
/// Understands the validating keywords of draft 7 and 2020-12; `format` only describes, as in PyPI jsonschema.
/// Errors: invalid_config (the schema itself is broken: a pattern, a reference). Limit: nesting of 200.
Result<std::optional<std::string>> schema_violation(const Json& value, const Json& schema);

}  // namespace levada::airbyte
