#pragma once

#include <string_view>
#include <vector>

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {

/// Finds values in JSON text without parsing it. For globs whose steps are names, indices or exactly `*`.
/// Appends the raw texts that fit `glob`, in the order they have in the text.
void find_raw(std::string_view json, const dpath::Glob& glob, std::vector<std::string_view>& out);

/// True when `glob` is one that find_raw() understands.
bool is_raw_path(const dpath::Glob& glob);

}  // namespace levada::airbyte
