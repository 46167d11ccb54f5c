#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// str.replace: at most `count_max` times when it is not negative. Errors: memory_error (result beyond 256 MiB).
Outcome<std::string> replaced(std::string_view text,
                              std::string_view old_text,
                              std::string_view new_text,
                              std::int64_t count_max);
/// str.strip with a set of characters.
enum class StripSides : std::uint8_t { both, left, right };
std::string_view stripped_of(std::string_view text, std::string_view characters, StripSides sides);

enum class LineEnds : std::uint8_t { dropped, kept };
/// Python's str.splitlines().
std::vector<std::string_view> lines_of(std::string_view text, LineEnds ends);

}  // namespace levada::jinja
