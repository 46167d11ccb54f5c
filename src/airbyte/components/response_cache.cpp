#include "response_cache.h"

#include <algorithm>

#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/url.h"

namespace levada::airbyte {
namespace {

HttpResponse copy_of(const HttpResponse& response) {
    HttpResponse copy;
    copy.status = response.status;
    copy.headers = response.headers;
    copy.url = response.url;
    copy.raw_object = response.raw_object;
    copy.wire_body = response.wire_body;
    copy.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
    copy.body = response.body;
    return copy;
}

std::size_t size_of(const HttpResponse& response) {
    return response.body.size() + response.wire_body.size();
}

}  // namespace

std::string ResponseCache::key_of(const HttpRequest& request) {
    std::string text = request.method + '\n';
    const std::size_t mark = request.url.find('?');
    text += request.url.substr(0, mark);
    if (mark != std::string::npos) {
        auto pairs = parse_query(std::string_view(request.url).substr(mark + 1));
        std::sort(pairs.begin(), pairs.end());
        for (const auto& [name, value] : pairs) {
            text.append("\n").append(name).append("=").append(value);
        }
    }
    std::vector<std::string> headers;
    for (const auto& [name, value] : request.headers.fields()) {
        headers.emplace_back("\n").append(to_lower(name)).append(":").append(value);
    }
    std::sort(headers.begin(), headers.end());
    // Hashed: a key must not hold credentials longer than the request does.
    return sha256_hex(text + '\n' + join(headers, "") + '\n' + request.body.value_or(""));
}

bool ResponseCache::may_keep(const HttpRequest& request, const HttpResponse& response) {
    return request.method == "GET" && response.status == 200 && size_of(response) <= kResponseCacheBytesMax / 4;
}

ResponseCache::Turn::Turn(ResponseCache& cache, std::string key) : cache_(cache), key_(std::move(key)) {
    std::unique_lock lock(cache_.mutex_);
    cache_.turn_ended_.wait(lock, [this] { return !cache_.turns_.contains(key_); });
    cache_.turns_.insert(key_);
}

ResponseCache::Turn::~Turn() {
    {
        const std::scoped_lock lock(cache_.mutex_);
        cache_.turns_.erase(key_);
    }
    cache_.turn_ended_.notify_all();
}

std::optional<HttpResponse> ResponseCache::find(const std::string& key) {
    std::shared_ptr<const HttpResponse> held;
    {
        const std::scoped_lock lock(mutex_);
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) {
            return std::nullopt;
        }
        held = found->second->response;
    }
    return copy_of(*held);
}

void ResponseCache::keep(std::string key, const HttpResponse& response) {
    auto held = std::make_shared<const HttpResponse>(copy_of(response));
    const std::scoped_lock lock(mutex_);
    if (by_key_.contains(key)) {
        return;
    }
    size_bytes_ += size_of(response);
    entries_.push_back({std::move(key), std::move(held)});
    by_key_.emplace(entries_.back().key, std::prev(entries_.end()));
    while (size_bytes_ > kResponseCacheBytesMax) {
        size_bytes_ -= size_of(*entries_.front().response);
        by_key_.erase(entries_.front().key);
        entries_.pop_front();
    }
}

}  // namespace levada::airbyte
