#pragma once

#include "cli/command.h"

#include <cstdint>
#include <string>
#include <vector>

#include "levada/base/json.h"

namespace levada::app {

/// How a table shows a member: as it is, or, to the right, a count as "1,234" or seconds as "0.5".
enum class Shown : std::uint8_t { as_it_is, count, seconds };

/// A column of a listing: its heading and the member of each item that it shows.
struct ListingColumn {
    std::string heading;
    std::string member;
    Shown shown = Shown::as_it_is;
};

/// Prints items (objects): with `--json` each as a line of JSON, whole; else as a table of the columns.
/// Errors: those of writing.
Status print_listing(const Process& process,
                     const Arguments& arguments,
                     const std::vector<ListingColumn>& columns,
                     const std::vector<Json>& items);

}  // namespace levada::app
