#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "levada/ports/handler.h"

namespace levada::query {

/// The responses asked for last, by everything that makes them what they are: the key has the version of the data, so
/// an entry never has to be taken back. Thread-safe.
class ResponseCache {
public:
    /// Largest part of the cache that one response may take.
    static constexpr std::size_t kShareMax = 16;

    explicit ResponseCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    std::optional<Response> find(std::string_view key);
    /// Keeps a copy and drops the longest unused ones to make room; a response over its share is not kept.
    void keep(std::string key, const Response& response);

    std::size_t size_bytes() const;

private:
    using Entries = std::list<std::pair<std::string, Response>>;  // The last used first.

    std::size_t bytes_max_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> places_;  // Keys are views into entries_.
    std::size_t bytes_ = 0;
};

}  // namespace levada::query
