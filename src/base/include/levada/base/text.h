#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace levada {

/// ASCII only; other bytes pass.
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// The whole text as a number, or nothing.
std::optional<std::int64_t> parse_int64(std::string_view text);
std::optional<double> parse_double(std::string_view text);

/// The candidate nearest to `word` by edit distance, for "did you mean"; nothing when none is near enough
/// (distance at most a third of the word, at least 1).
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// Appends a code point as UTF-8; a surrogate is written as if it were a character.
void append_utf8(std::string& out, std::uint32_t code_point);

/// Percent-encodes everything but RFC 3986 unreserved characters and those in `safe`.
std::string percent_encode(std::string_view text, std::string_view safe = "");
/// Decodes %XX; a broken escape stays as it is.
std::string percent_decode(std::string_view text);

}  // namespace levada
