#pragma once

#include <string_view>

#include "levada/base/json.h"

namespace levada::airbyte {

/// The Link header as Python's `response.links`: {rel or url: {"url": …, "rel": …, other parameters}}.
/// Source: requests 2.32, utils.parse_header_links and models.Response.links.
Json parse_link_header(std::string_view header);

}  // namespace levada::airbyte
