#pragma once

#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "levada/ports/http.h"

namespace levada::airbyte {

/// Responses of GET requests that were answered 200, kept for the time of one sync and shared by all requesters that
/// use the cache. The oldest go when kResponseCacheBytesMax is reached; they are then fetched again. Thread-safe: what
/// several streams want at the same time is asked for once, by whoever holds its Turn.
/// Source: requests_cache 1.2 with match_headers, as HttpClient makes it.
class ResponseCache {
public:
    /// Method, URL with sorted parameters, headers and body: requests with one key get one response.
    static std::string key_of(const HttpRequest& request);
    static bool may_keep(const HttpRequest& request, const HttpResponse& response);

    /// The right to ask for what a key stands for. Waits while another one has it: first find(), which may have what
    /// the other one got. A thread holds one at most.
    class Turn {
    public:
        Turn(ResponseCache& cache, std::string key);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        const std::string& key() const { return key_; }

    private:
        ResponseCache& cache_;
        std::string key_;
    };

    std::optional<HttpResponse> find(const std::string& key);
    void keep(std::string key, const HttpResponse& response);

private:
    struct Entry {
        std::string key;
        std::shared_ptr<const HttpResponse> response;
    };
    std::mutex mutex_;  // for all below
    std::condition_variable turn_ended_;
    std::set<std::string> turns_;
    std::list<Entry> entries_;
    std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
    std::size_t size_bytes_ = 0;
};

inline constexpr std::size_t kResponseCacheBytesMax = std::size_t{64} << 20U;

}  // namespace levada::airbyte
