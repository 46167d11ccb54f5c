#pragma once

#include <chrono>
#include <optional>

#include "levada/base/deadline.h"
#include "levada/ports/http.h"

namespace levada {

/// What the headers of an answer say of the API's window: requests left, and how long until there are more.
struct RateWindow {
    double remaining = 0;
    std::chrono::nanoseconds reset{0};
};

/// Nothing when the headers do not say both. Reads `RateLimit` and `RateLimit-*` (IETF
/// draft-ietf-httpapi-ratelimit-headers-07 and its earlier forms) and `X-RateLimit-*` as GitHub, Zendesk and others
/// send them. A date counts from the server's own `Date`, so that clocks which differ change nothing; without one from
/// `utc`.
std::optional<RateWindow> rate_window_of(const HttpResponse& response, Instant utc);

/// How long the headers ask to wait before the next request; nothing when they ask for none. Dates as above.
std::optional<std::chrono::nanoseconds> wait_asked_for(const HttpResponse& response, Instant utc);

}  // namespace levada
