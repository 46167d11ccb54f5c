#include "levada/base/url.h"

#include <algorithm>

#include "levada/base/text.h"

namespace levada {

namespace {

/// Cuts off what follows the first `mark`, and the mark; empty when there is none.
std::string cut_tail(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return {};
    }
    std::string tail(text.substr(at + 1));
    text = text.substr(0, at);
    return tail;
}

void split_authority(std::string_view authority, Url& url) {
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        url.user_info = authority.substr(0, at);
        authority = authority.substr(at + 1);
    }
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        url.port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    url.host = authority;
}

}  // namespace

std::string Url::authority() const {
    return port.empty() ? host : host + ":" + port;
}

std::string Url::to_string() const {
    std::string text = scheme + "://" + (user_info.empty() ? "" : user_info + "@") + authority() + path;
    if (!query.empty()) {
        text += "?" + query;
    }
    if (!fragment.empty()) {
        text += "#" + fragment;
    }
    return text;
}

Result<Url> parse_url(std::string_view text) {
    Url url;
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) {
        return Error(ErrorCode::invalid_data, "wanted a URL that begins with http:// or https://");
    }
    url.scheme = to_lower(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") {
        return Error(ErrorCode::invalid_data, "wanted a URL of http or https, found the scheme \"" + url.scheme + "\"");
    }
    std::string_view rest = text.substr(colon + 3);
    url.fragment = cut_tail(rest, '#');
    url.query = cut_tail(rest, '?');
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    url.path = rest.substr(slash);
    split_authority(rest.substr(0, slash), url);
    if (url.host.empty()) {
        return Error(ErrorCode::invalid_data, "wanted a URL with a host");
    }
    return url;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (query.empty()) {
        return pairs;
    }
    for (const std::string_view part : split(query, '&')) {
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string_view value = equals < part.size() ? part.substr(equals + 1) : std::string_view();
        pairs.emplace_back(percent_decode(replace_all(std::string(part.substr(0, equals)), "+", " ")),
                           percent_decode(replace_all(std::string(value), "+", " ")));
    }
    return pairs;
}

}  // namespace levada
