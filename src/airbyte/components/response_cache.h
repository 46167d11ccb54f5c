#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "levada/ports/http.h"

namespace levada::airbyte {

/// Responses of GET requests that were answered 200, kept for the time of one sync and shared by all requesters that
/// use the cache. The oldest go when kResponseCacheBytesMax is reached; they are then fetched again. Not thread-safe.
/// Source: requests_cache 1.2 with match_headers, as HttpClient makes it.
class ResponseCache {
public:
    /// Method, URL with sorted parameters, headers and body: requests with one key get one response.
    static std::string key_of(const HttpRequest& request);
    static bool may_keep(const HttpRequest& request, const HttpResponse& response);

    std::optional<HttpResponse> find(const std::string& key);
    void keep(std::string key, const HttpResponse& response);

private:
    struct Entry {
        std::string key;
        HttpResponse response;
    };
    std::list<Entry> entries_;
    std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
    std::size_t size_bytes_ = 0;
};

inline constexpr std::size_t kResponseCacheBytesMax = std::size_t{64} << 20U;

}  // namespace levada::airbyte
