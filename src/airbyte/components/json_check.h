#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace levada::airbyte {

enum class JsonKind : std::uint8_t {
    none,   ///< no JSON document
    plain,  ///< one whose numbers can be handed on as they stand
    odd,    ///< one with a number of kOddNumberBytesMin bytes or more, or with an exponent of three digits or more
};
inline constexpr int kOddNumberBytesMin = 19;

/// Whether `text` is one JSON document as the CDK reads it: RFC 8259, and besides it NaN, Infinity, -Infinity,
/// integers of any size and lone surrogate escapes, as Python's json does. Nothing is copied.
/// Thread-safe. Limit: nesting of kJsonCheckDepthMax.
JsonKind json_kind(std::string_view text);
/// The same as yes or no.
bool is_json(std::string_view text);

/// Python's json gives up (RecursionError) at about this depth.
inline constexpr int kJsonCheckDepthMax = 990;

}  // namespace levada::airbyte
