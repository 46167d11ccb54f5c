#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "levada/ports/http.h"

namespace levada::testing {

/// An Http that answers as a test says and remembers what was asked. Thread-safe if the answer is.
class ScriptedHttp final : public Http {
public:
    using Answer = std::function<Result<HttpResponse>(const HttpRequest&)>;

    explicit ScriptedHttp(Answer answer) : answer_(std::move(answer)) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline /*deadline*/) override {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        return answer_(request);
    }
    void recycle(HttpResponse&& /*response*/) override { recycled_count_ += 1; }

    std::vector<HttpRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    int recycled_count() const { return recycled_count_; }

private:
    Answer answer_;
    mutable std::mutex mutex_;
    std::vector<HttpRequest> requests_;
    std::atomic<int> recycled_count_ = 0;
};

}  // namespace levada::testing
