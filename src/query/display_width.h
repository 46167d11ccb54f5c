#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace levada::query {

/// Terminal columns of UTF-8 text: 2 for wide East Asian characters and emoji, 0 for combining marks, 1 for the rest.
/// Source: Unicode Standard Annex 11 (East Asian Width), its large blocks.
std::size_t display_width(std::string_view text);

/// `text` on one line (line ends and tabs as \n, \r, \t; other control bytes as \xNN), cut to `width_max` columns with
/// an ellipsis when it is wider.
std::string fit_cell(std::string_view text, std::size_t width_max);

}  // namespace levada::query
