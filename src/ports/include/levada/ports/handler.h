#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/deadline.h"

namespace levada {

/// One header line of a request; both views live as long as the call of the handler.
struct HeaderView {
    std::string_view name;
    std::string_view value;
};

/// A parameter of a path pattern or of a query string, percent-decoded.
struct Parameter {
    std::string name;
    std::string value;
};

/// One HTTP request as a handler sees it. The views point into the connection's buffer: valid until the handler
/// returns.
struct Request {
    std::string_view method;                 ///< As sent: "GET".
    std::string_view target;                 ///< As sent: "/v1/tables/a.b?limit=1".
    std::string_view path;                   ///< The target up to `?`, not decoded.
    std::string_view query;                  ///< The target after `?`, not decoded.
    std::vector<HeaderView> headers;         ///< In the order of arrival.
    std::string_view body;                   ///< Whole; at most the server's body limit.
    std::vector<Parameter> path_parameters;  ///< Filled by the router from the pattern that matched.
    std::string_view peer;                   ///< The client's address without its port.
    std::string_view id;                     ///< Request id for logs; goes back as X-Request-Id.
    Deadline deadline = Deadline::never();   ///< After this the answer is of no use to the client.

    /// The first header of that name, any letter case; empty when it is absent.
    std::string_view header(std::string_view name) const;
    /// True when a header of that name was sent.
    bool has_header(std::string_view name) const;
    /// The parameter of the path pattern; empty when the pattern has no such parameter.
    std::string_view path_parameter(std::string_view name) const;
};

/// One header line of a response.
struct HeaderField {
    std::string name;
    std::string value;
};

/// One HTTP response. The server adds Date, Content-Length, Connection and X-Request-Id, and drops those four (and
/// Transfer-Encoding) where a handler sets them.
struct Response {
    int status = 200;
    std::vector<HeaderField> headers;
    std::string body;

    static Response json(int status, std::string body);
    static Response text(int status, std::string body, std::string_view content_type = "text/plain; charset=utf-8");

    /// Adds one header line; never replaces.
    Response with(std::string name, std::string value) &&;
};

/// Answers one request. Called from several threads at once; must not throw.
using Handler = std::function<Response(const Request&)>;

/// The body of every refused request, in PostgREST's form.
/// Source: PostgREST documentation, "Errors": {"code","details","hint","message"}, absent parts are null.
struct ApiError {
    int status = 500;
    std::string code;     ///< "PGRST205", an SQLSTATE such as "42703", or "LVD…" for what only Levada has.
    std::string message;  ///< What was wanted and what was found.
    std::optional<std::string> details = std::nullopt;
    std::optional<std::string> hint = std::nullopt;  ///< What to do next.
};

/// The response of `error`: application/json with the four keys.
Response error_response(const ApiError& error);

/// `text` with %XX decoded, and `+` as a space when `plus` says so. Errors as nullopt: a cut or wrong escape, a NUL
/// byte.
enum class PlusSign : std::uint8_t { literal, space };
std::optional<std::string> decode_component(std::string_view text, PlusSign plus);

/// `a=1&b=2` in its order, decoded; a part without `=` has an empty value. nullopt: a wrong escape.
std::optional<std::vector<Parameter>> parse_query_string(std::string_view query);

}  // namespace levada
