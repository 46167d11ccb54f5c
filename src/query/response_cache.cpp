#include "response_cache.h"

namespace levada::query {

namespace {

/// About what an entry takes: its texts, and the nodes around them.
std::size_t size_of(const std::string& key, const Response& response) {
    constexpr std::size_t kNodesBytes = 256;
    std::size_t size = kNodesBytes + key.size() + response.body.size();
    for (const HeaderField& field : response.headers) {
        size += sizeof(HeaderField) + field.name.size() + field.value.size();
    }
    return size;
}

}  // namespace

std::optional<Response> ResponseCache::find(std::string_view key) {
    const std::scoped_lock lock(mutex_);
    const auto place = places_.find(key);
    if (place == places_.end()) {
        return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->second;
}

void ResponseCache::keep(std::string key, const Response& response) {
    const std::size_t size = size_of(key, response);
    if (size > bytes_max_ / kShareMax) {
        return;
    }
    const std::scoped_lock lock(mutex_);
    if (places_.contains(key)) {
        return;
    }
    entries_.emplace_front(std::move(key), response);
    places_.emplace(entries_.front().first, entries_.begin());
    bytes_ += size;
    while (bytes_ > bytes_max_) {
        bytes_ -= size_of(entries_.back().first, entries_.back().second);
        places_.erase(entries_.back().first);
        entries_.pop_back();
    }
}

std::size_t ResponseCache::size_bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}

}  // namespace levada::query
