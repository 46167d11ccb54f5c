#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace levada::airbyte {

/// Adds to `out` each text that `source`, a template, holds in quotes.
void collect_literals(std::string_view source, std::vector<std::string>& out);

}  // namespace levada::airbyte
