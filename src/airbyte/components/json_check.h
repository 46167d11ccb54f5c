#pragma once

#include <string>
#include <string_view>

namespace levada::airbyte {

/// True when `text` is one JSON document as the CDK reads it: RFC 8259, and besides it NaN, Infinity, -Infinity,
/// integers of any size and lone surrogate escapes, as Python's json does. Nothing is copied.
/// Thread-safe. Limit: nesting of kJsonCheckDepthMax.
bool is_json(std::string_view text);

/// Python's json gives up (RecursionError) at about this depth.
inline constexpr int kJsonCheckDepthMax = 990;

}  // namespace levada::airbyte
