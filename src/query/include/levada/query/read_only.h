#pragma once

#include <string_view>

#include "levada/base/result.h"

namespace levada::query {

/// Lets one statement that only reads pass: SELECT, FROM, VALUES, TABLE, WITH … of these, DESCRIBE, SHOW, SUMMARIZE,
/// EXPLAIN of these, PIVOT, UNPIVOT. It looks at the verbs, not at functions: what a SELECT may touch (files, the
/// network) is the engine's setting. Errors: invalid_data (empty, several statements, an open quote or comment),
/// permission_denied (a verb that is not on the list).
Status require_read_only(std::string_view sql);

}  // namespace levada::query
