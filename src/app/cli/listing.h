#pragma once

#include "cli/command.h"

#include <string>
#include <vector>

#include "levada/base/json.h"

namespace levada::app {

/// A column of a listing: its heading and the member of each item that it shows.
struct ListingColumn {
    std::string heading;
    std::string member;
};

/// Prints items (objects): with `--json` each as a line of JSON, whole; else as a table of the columns.
/// Errors: those of writing.
Status print_listing(const Process& process,
                     const Arguments& arguments,
                     const std::vector<ListingColumn>& columns,
                     const std::vector<Json>& items);

}  // namespace levada::app
