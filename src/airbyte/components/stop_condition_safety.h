#pragma once

#include <cstdint>
#include <string_view>

namespace levada::airbyte {

/// Whether a `stop_condition` of CursorPagination takes a page that is full at a reduced size for the last one: it
/// compares `last_page_size` from above with anything but the variable `page_size`. Conditions that turn the comparison
/// around (`not (...)`) are not judged. `size_min` is the smallest size that pages are reduced to.
/// Source: parsers/stop_condition_safety.py.
bool stops_on_reduced_page(std::string_view condition, std::int64_t size_min);

}  // namespace levada::airbyte
