#include "levada/ports/redirects.h"

#include <algorithm>
#include <array>
#include <vector>

#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada {
namespace {

constexpr std::array kRedirectStatuses = {301, 302, 303, 307, 308};
constexpr std::array<std::string_view, 3> kBodyHeaders = {"Content-Length", "Content-Type", "Transfer-Encoding"};

bool is_redirect_status(int status) {
    return std::find(kRedirectStatuses.begin(), kRedirectStatuses.end(), status) != kRedirectStatuses.end();
}

// RFC 3986 section 5.2.4.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    const std::vector<std::string_view> segments = split(path, '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool is_last = i + 1 == segments.size();
        if (segments[i] == "." || segments[i] == "..") {
            if (segments[i] == ".." && kept.size() > 1) {
                kept.pop_back();
            }
            if (is_last) {
                kept.emplace_back();
            }
            continue;
        }
        kept.push_back(segments[i]);
    }
    std::string joined;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        joined.append(i == 0 ? "" : "/").append(kept[i]);
    }
    return joined;
}

bool has_scheme(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::size_t other = text.find_first_of("/?#");
    return colon != std::string_view::npos && colon > 0 && (other == std::string_view::npos || colon < other);
}

std::string percent_encode_invalid(std::string_view text) {
    return percent_encode(text, "!#$%&'()*+,/:;=?@[]~");
}

std::string_view port_or_default(const Url& url) {
    if (!url.port.empty()) {
        return url.port;
    }
    return url.scheme == "https" ? "443" : "80";
}

bool is_losing_authorization(const Url& from, const Url& to) {
    if (!equals_ignoring_case(from.host, to.host)) {
        return true;
    }
    const std::string_view from_port = port_or_default(from);
    const std::string_view to_port = port_or_default(to);
    if (from.scheme == "http" && to.scheme == "https" && from_port == "80" && to_port == "443") {
        return false;
    }
    return from.scheme != to.scheme || from_port != to_port;
}

std::string method_after(int status, const std::string& method) {
    const bool is_replaced =
        ((status == 302 || status == 303) && method != "HEAD") || (status == 301 && method == "POST");
    return is_replaced ? "GET" : method;
}

// A path that starts anew, or one that replaces what follows the last slash of the base's.
std::string merged_path(const Url& base, std::string_view path) {
    if (path.starts_with('/')) {
        return without_dot_segments(path);
    }
    const std::size_t slash = base.path.rfind('/');
    const std::string folder = slash == std::string::npos ? "/" : base.path.substr(0, slash + 1);
    return without_dot_segments(folder + std::string(path));
}

}  // namespace

Result<std::string> resolve_reference(std::string_view base, std::string_view reference) {
    LEVADA_TRY(Url url, parse_url(base));
    if (has_scheme(reference)) {
        LEVADA_TRY(const Url absolute, parse_url(reference));
        return absolute.to_string();
    }
    if (reference.starts_with("//")) {
        LEVADA_TRY(const Url absolute, parse_url(url.scheme + ":" + std::string(reference)));
        return absolute.to_string();
    }
    const std::size_t hash = reference.find('#');
    url.fragment = hash == std::string_view::npos ? "" : std::string(reference.substr(hash + 1));
    reference = reference.substr(0, hash);
    const std::size_t question = reference.find('?');
    const std::string_view path = reference.substr(0, question);
    if (!path.empty()) {
        url.path = merged_path(url, path);
    }
    if (!path.empty() || question != std::string_view::npos) {
        url.query = question == std::string_view::npos ? "" : std::string(reference.substr(question + 1));
    }
    return url.to_string();
}

Result<std::optional<HttpRequest>> next_redirect(const HttpRequest& request, const HttpResponse& response) {
    const std::optional<std::string_view> location = response.headers.find("Location");
    if (!location.has_value() || !is_redirect_status(response.status)) {
        return std::optional<HttpRequest>();
    }
    HttpRequest next = request;
    LEVADA_TRY(next.url, resolve_reference(request.url, percent_encode_invalid(*location)));
    next.original_url.clear();
    LEVADA_TRY(const Url from, parse_url(request.url));
    LEVADA_TRY(const Url to, parse_url(next.url));
    next.method = method_after(response.status, request.method);
    if (response.status != 307 && response.status != 308) {
        next.body.reset();
        for (const std::string_view name : kBodyHeaders) {
            next.headers.erase(name);
        }
    }
    next.headers.erase("Cookie");
    if (is_losing_authorization(from, to)) {
        next.headers.erase("Authorization");
    }
    return std::optional<HttpRequest>(std::move(next));
}

Result<HttpResponse> send_following_redirects(const HttpRequest& request, const SendOnce& send_once) {
    LEVADA_TRY(HttpResponse response, send_once(request));
    if (!request.is_following_redirects) {
        return response;
    }
    HttpRequest current;
    for (int count = 0; count <= kRedirectCountMax; ++count) {
        LEVADA_TRY(std::optional<HttpRequest> next, next_redirect(count == 0 ? request : current, response));
        if (!next.has_value()) {
            return response;
        }
        if (count == kRedirectCountMax) {
            break;
        }
        current = std::move(*next);
        LEVADA_TRY(response, send_once(current));
    }
    return Error(ErrorCode::invalid_data, "exceeded 30 redirects");
}

}  // namespace levada
