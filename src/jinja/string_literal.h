#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace levada::jinja {

/// Decodes the backslash escapes of a Python text literal; nothing when one is broken.
std::optional<std::string> decode_escapes(std::string_view body);
/// The same for a bytes literal: \u and \N stay as they are, bytes pass.
std::optional<std::string> decode_bytes_escapes(std::string_view body);

}  // namespace levada::jinja
