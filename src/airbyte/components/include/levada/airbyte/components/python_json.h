#pragma once

#include <string>

#include "levada/base/json.h"

namespace levada::airbyte {

/// Python's json.dumps(value, separators=(",", ":"), sort_keys=True): the text that names a partition.
std::string sorted_json_text(const Json& value);

/// Python's str(value) of a JSON value: True, None, 1.0, {'a': 1}.
std::string python_str(const Json& value);

/// Python's repr(value): as python_str(), but text in quotes.
std::string python_repr(const Json& value);

/// Python's bool(value).
bool python_truth(const Json& value);

}  // namespace levada::airbyte
