#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levada::jinja {

struct UrlizeOptions {
    std::optional<std::size_t> shown_size_max;
    std::string attributes;  ///< ` rel="..." target="..."`, escaped already.
    std::vector<std::string> extra_schemes;
};

/// Makes links of URLs and mail addresses in HTML-escaped text. Source: Jinja2 3.1.6, utils.urlize.
std::string urlized(std::string_view escaped, const UrlizeOptions& options);

}  // namespace levada::jinja
