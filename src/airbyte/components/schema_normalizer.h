#pragma once

#include "levada/base/json.h"
#include "levada/base/result.h"

namespace levada::airbyte {

/// Casts the values of `record` to the types that `schema` declares; what cannot be cast stays as it is.
/// True when something changed. Source: airbyte-cdk 7.39.1, sources/utils/transform.py, DefaultSchemaNormalization.
/// Errors: invalid_data (a `$ref` that leads nowhere).
Result<bool> normalize_by_schema(Json& record, const Json& schema);

}  // namespace levada::airbyte
