#pragma once

#include <string>
#include <string_view>

namespace levada::airbyte {

/// True when `text` is one JSON document as the CDK reads it: RFC 8259, and besides it NaN, Infinity, -Infinity,
/// integers of any size and lone surrogate escapes, as Python's json does. `capacity` is the size of the memory behind
/// `text` (std::string::capacity() of its owner, or 0); with kHttpBodyPaddingBytes to spare nothing is copied.
/// Thread-safe. Limit: nesting of kJsonCheckDepthMax.
bool is_json(std::string_view text, std::size_t capacity);

/// Python's json gives up (RecursionError) at about this depth.
inline constexpr int kJsonCheckDepthMax = 990;

}  // namespace levada::airbyte
