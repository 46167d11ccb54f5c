#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/airbyte/components/component_spec.h"
#include "levada/airbyte/components/request_parts.h"
#include "levada/airbyte/components/response.h"

namespace levada::airbyte {

/// One request to make: for which page, and what retriever, paginator, router and cursor add to it.
struct SendRequest {
    RequestScope scope;
    /// Path or whole URL given by the page token (RequestPath); empty = the requester's own path.
    std::string path;
    /// Options of paginator and slicer, already combined; the requester adds its own and the authenticator's.
    RequestParts extra;
    /// More names for the requester's templates (creation_response, polling_response, download_target …). Borrowed.
    std::vector<std::pair<std::string, const Json*>> variables;
};

/// How a request ended when it did not fail.
struct SendOutcome {
    enum class Kind : std::uint8_t {
        response,              ///< Use `response` (which may be falsy: an ignored error status).
        reset_pagination,      ///< Start the slice again from its first page.
        reduce_page_size,      ///< Ask for the same page in a smaller size.
        split_request_window,  ///< Read the slice as smaller windows.
    };
    Kind kind = Kind::response;
    std::optional<Response> response;
    /// The error handler's message for the kinds that are not `response`.
    std::string message;
};

/// Sends requests, with authentication, error handling, retries, budgets and cache. Source: requesters/requester.py.
/// Shared by all slices of a stream. Not thread-safe.
class Requester {
public:
    virtual ~Requester() = default;

    /// Sends until the error handler is content. Errors: traced errors as the handler classified them; invalid_data
    /// from templates and option conflicts.
    virtual Result<SendOutcome> send(const SendRequest& request) = 0;

    /// The URL without query that a request for `scope` would go to. Errors: invalid_data from templates.
    virtual Result<std::string> url(const RequestScope& scope) const = 0;
};

std::vector<ComponentSpec<Requester>> specs_of_requesters();
template <>
struct FamilyOf<Requester> {
    static constexpr std::string_view kName = "requester";
    static std::vector<ComponentSpec<Requester>> specs() { return specs_of_requesters(); }
};

}  // namespace levada::airbyte
