#pragma once

#include <string>
#include <string_view>

#include "levada/base/deadline.h"
#include "levada/ports/handler.h"

namespace levada::gateway {

/// The standard phrase of a status code, or "Unknown". Source: RFC 9110 section 15.
std::string_view reason_phrase(int status);

/// "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110 section 5.6.7 (IMF-fixdate).
std::string format_http_date(Instant when);

/// True when a response of that status never has a body: 1xx, 204, 304.
bool is_bodiless(int status);

/// What the server itself says in the head of a response.
struct HeadOptions {
    std::string_view date;
    std::string_view request_id;
    int http_minor = 1;      ///< 0 or 1: the client's version.
    bool is_keeping = true;  ///< Whether the connection goes on.
};

/// Writes the status line and the headers of `response` into `out` (cleared first), up to the empty line. Headers that
/// belong to the server are dropped; control characters in a value become blanks, so no value ends a line; a header
/// whose name is no token is left out.
void write_response_head(const Response& response, const HeadOptions& options, std::string& out);

}  // namespace levada::gateway
