#pragma once

#include <atomic>
#include <string>

#include "levada/observe/progress.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::app {

/// Tells Progress of every response: a page and its bytes for the stream that asked. Thread-safe.
class CountingHttp final : public Http {
public:
    /// Borrows both.
    CountingHttp(Http& next, observe::Progress& progress) : next_(next), progress_(progress) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }

private:
    Http& next_;
    observe::Progress& progress_;
};

/// Tells Progress of every wait and cuts it short when the run shall stop. Thread-safe.
class WaitingClock final : public Clock {
public:
    /// Borrows all three.
    WaitingClock(Clock& clock, observe::Progress& progress, const std::atomic<bool>& is_stopping)
        : clock_(clock), progress_(progress), is_stopping_(is_stopping) {}

    Instant now() const override { return clock_.now(); }
    Monotonic monotonic() const override { return clock_.monotonic(); }
    void sleep_for(std::chrono::nanoseconds duration) override;
    /// The stream that is being read: waits are shown at it.
    void set_stream(std::string stream) { stream_ = std::move(stream); }

private:
    Clock& clock_;
    observe::Progress& progress_;
    const std::atomic<bool>& is_stopping_;
    std::string stream_;
};

}  // namespace levada::app
