#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte {

/// Finds the items of the list at a path of plain names: the hot path of most responses, one pass over the bytes.
/// `json` must be valid JSON with at least kHttpBodyPaddingBytes readable bytes behind it.
/// False when the path needs something else (an index, a pattern, no list there): `items` is then as before.
/// Thread-safe: each thread has its own parser.
bool find_list_items(std::string_view json, const dpath::Glob& path, std::vector<std::string_view>& items);

}  // namespace levada::airbyte
