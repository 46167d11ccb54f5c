#pragma once

#include <string>
#include <string_view>

namespace levada::duckdb {

/// Unescapes a JSON string (with its quotes) whose \u escapes may name lone surrogates: each of those becomes U+FFFD.
/// False when it is no JSON string.
bool unescape_lossy(std::string_view quoted, std::string& out);

}  // namespace levada::duckdb
