#pragma once

#include <string>
#include <string_view>

#include "levada/base/result.h"

namespace levada::airbyte {

/// Python's str.lower().
std::string lower_case(std::string_view text);

/// The CDK's snake_case of a field name: ASCII spelling, then words joined by `_`.
/// Errors: unsupported (a character outside Latin whose ASCII spelling is not known).
/// Source: airbyte-cdk 7.39.1, transformations/keys_to_snake_transformation.py.
Result<std::string> snake_case(std::string_view key);

/// Python's str.replace().
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

}  // namespace levada::airbyte
