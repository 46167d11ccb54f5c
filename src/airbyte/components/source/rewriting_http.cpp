#include <string>
#include <utility>

#include "levada/airbyte/components/verbs.h"

namespace levada::airbyte {

namespace {

constexpr std::string_view kHostMark = "{host}";

}  // namespace

std::string RewritingHttp::rewritten(std::string_view url) const {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        return std::string(url);
    }
    const std::size_t host = scheme + 3;
    const std::size_t path = url.find_first_of("/?#", host);
    std::string_view authority = url.substr(host, path == std::string_view::npos ? path : path - host);
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        authority.remove_prefix(at + 1);
    }
    std::string made = base_;
    if (const std::size_t mark = made.find(kHostMark); mark != std::string::npos) {
        made.replace(mark, kHostMark.size(), authority);
    }
    if (path == std::string_view::npos) {
        return made + "/";
    }
    if (url[path] != '/') {
        made += '/';
    }
    std::string_view rest = url.substr(path);
    return made + std::string(rest.substr(0, rest.find('#')));
}

Result<HttpResponse> RewritingHttp::send(const HttpRequest& request, Deadline deadline) {
    HttpRequest moved = request;
    moved.url = rewritten(request.url);
    moved.original_url = request.url;
    moved.is_following_redirects = request.is_following_redirects;
    LEVADA_TRY(HttpResponse response, next_.send(moved, deadline));
    response.url = request.url;
    return response;
}

}  // namespace levada::airbyte
