#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "levada/base/secret.h"
#include "levada/ports/http.h"

namespace levada {

/// What stands where a credential stood.
inline constexpr std::string_view kRedacted = "REDACTED";

/// Removes what can open a door from what is kept. The rules are in docs/formats/raw_zone.md. Thread-safe.
class Redaction {
public:
    /// `secrets` are the credentials of the connector's configuration; those below 4 bytes are not searched for.
    explicit Redaction(const std::vector<Secret>& secrets = {});

    /// The URL without the values of query parameters with a telling name, and without any secret.
    std::string url(std::string_view url) const;
    /// The query alone, by the same rule: a replayed request is compared by it.
    std::string query(std::string_view query) const;
    /// The headers of a request or a response.
    HttpHeaders headers(const HttpHeaders& headers) const;
    /// Text of a request (a body, a path) without any secret.
    std::string text(std::string_view text) const;
    /// True when the exchange obtains a credential: it says so, or its request holds a field such as grant_type.
    bool is_authentication(const HttpRequest& request) const;
    /// The body of an authentication request: also without the values of fields with a telling name.
    std::string authentication_request_body(std::string_view body) const;
    /// The body of the response to it: JSON without its strings (token_type and scope excepted), else kRedacted.
    std::string authentication_response_body(std::string_view body) const;

    /// True for a header, parameter or field whose value is a credential by its name.
    static bool is_telling_name(std::string_view name);

private:
    std::vector<std::pair<std::string, std::string>> replacements_;
};

}  // namespace levada
