#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::app {

/// Remembers what the last request failed with, so that the waits after it can say why. Thread-safe.
class LastFailureHttp final : public Http {
public:
    /// Borrows `next`.
    explicit LastFailureHttp(Http& next) : next_(next) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }

    /// The message or status of the last request; empty when it was answered with a status below 400.
    std::string last_failure() const;

private:
    Http& next_;
    mutable std::mutex mutex_;
    std::string last_failure_;
};

/// Tells of each wait before it begins: `cannot resolve the name of the host x; trying again in 5 s`. Without it a
/// command that retries looks as if it hung. Waits below one second are not worth a line. Thread-safe.
class AnnouncingClock final : public Clock {
public:
    using Announce = std::function<void(const std::string& line)>;

    /// Borrows both.
    AnnouncingClock(Clock& clock, const LastFailureHttp& http, Announce announce)
        : clock_(clock), http_(http), announce_(std::move(announce)) {}

    Instant now() const override { return clock_.now(); }
    Monotonic monotonic() const override { return clock_.monotonic(); }
    void sleep_for(std::chrono::nanoseconds duration) override;

private:
    Clock& clock_;
    const LastFailureHttp& http_;
    Announce announce_;
};

}  // namespace levada::app
