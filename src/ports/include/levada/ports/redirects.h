#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "levada/ports/http.h"

namespace levada {

/// Redirects that are followed for one request. Source: requests 2.32, DEFAULT_REDIRECT_LIMIT.
inline constexpr int kRedirectCountMax = 30;

/// The absolute URL that `reference` means on a page at `base`. Source: RFC 3986 section 5.2.
/// Errors: invalid_data (base or result is no http or https URL).
Result<std::string> resolve_reference(std::string_view base, std::string_view reference);

/// The request that follows `response`, or nothing when it is no redirect. The method, the body, Authorization and
/// Cookie change as in Python's requests 2.32 (SessionRedirectMixin): 303, 302 and a POST's 301 become GET; only 307
/// and 308 keep the body; Authorization goes when host, port or scheme change (http:80 to https:443 excepted).
/// Errors: invalid_data (location is no http or https URL).
Result<std::optional<HttpRequest>> next_redirect(const HttpRequest& request, const HttpResponse& response);

/// Sends one request without following anything.
using SendOnce = std::function<Result<HttpResponse>(const HttpRequest&)>;

/// Sends `request` and, where it asks for it, each request that a redirect leads to.
/// Errors: those of `send_once`; invalid_data (more than kRedirectCountMax redirects, a location that is no URL).
Result<HttpResponse> send_following_redirects(const HttpRequest& request, const SendOnce& send_once);

}  // namespace levada
