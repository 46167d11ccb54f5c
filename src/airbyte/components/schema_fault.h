#pragma once

#include <optional>
#include <string>

#include "levada/base/json.h"

namespace levada::airbyte {

/// What makes `schema` no JSON schema at all, with its place in it; nothing when it is one. The draft is the one that
/// `$schema` names, 2020-12 when it names none that is known; schemas of draft 3 are not looked at.
/// Source: the metaschemas of drafts 4 to 2020-12, as PyPI jsonschema 4.26 checks every schema before it uses it.
/// Thread-safe. Limit: nesting of 200.
std::optional<std::string> schema_fault(const Json& schema);

}  // namespace levada::airbyte
