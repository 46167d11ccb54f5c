#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/result.h"

namespace levada {

/// An absolute http or https URL, split. `query` is without its question mark, `path` begins with a slash or is empty.
struct Url {
    std::string scheme;
    std::string user_info;
    std::string host;  ///< without port; an IPv6 address keeps its brackets
    std::string port;  ///< empty when not given
    std::string path;
    std::string query;
    std::string fragment;

    /// host[:port]
    std::string authority() const;
    std::string to_string() const;
};

/// Errors: invalid_data (no scheme, no host, another scheme than http or https).
Result<Url> parse_url(std::string_view text);

/// The pairs of a query, percent-decoded, `+` as a blank, in their order.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace levada
