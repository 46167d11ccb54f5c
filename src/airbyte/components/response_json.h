#pragma once

#include <optional>
#include <string_view>

#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// The whole body as JSON text (response.json() of requests), or nothing when it is no JSON. Work is shared with the
/// plain JSON decoder. The view lives as long as the response.
std::optional<std::string_view> json_text_of(Response& response);

/// As above with "{}" for no JSON: what templates of error handlers see as `response`.
std::string_view json_or_empty(Response& response);

}  // namespace levada::airbyte
