#pragma once

#include "run/credential_watch.h"
#include "run/run_stop.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "levada/observe/progress.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"
#include "levada/ports/python_runtime.h"

namespace levada::app {

/// Told of each wait that is long enough to be seen, before it begins: the stream (empty: none), why, how long.
using WaitNote = std::function<void(const std::string& stream, const std::string& why, std::chrono::nanoseconds wait)>;

/// Tells Progress of every wait and cuts it short when the run is over. Thread-safe: each thread that reads a stream
/// has its own stream and cause.
class WaitingClock final : public Clock {
public:
    /// Waits from here on are shown and told.
    static constexpr std::chrono::nanoseconds kShownFrom = std::chrono::milliseconds(200);

    /// Borrows the three; `note` may be empty.
    WaitingClock(Clock& clock, observe::Progress& progress, const RunStop& stop, WaitNote note)
        : clock_(clock), progress_(progress), stop_(stop), note_(std::move(note)) {}

    Instant now() const override { return clock_.now(); }
    Monotonic monotonic() const override { return clock_.monotonic(); }
    void sleep_for(std::chrono::nanoseconds duration) override;
    /// The stream that the calling thread reads: its waits are shown at it.
    void set_stream(const std::string& stream);
    /// Why the calling thread's next wait is; forgotten after it.
    void set_cause(const std::string& cause);

private:
    struct Reader {
        std::string stream;
        std::string cause;
    };

    Clock& clock_;
    observe::Progress& progress_;
    const RunStop& stop_;
    WaitNote note_;
    std::mutex mutex_;
    std::map<std::thread::id, Reader> readers_;  // under mutex_
};

/// Told of each request that failed: the request and how it ended ("HTTP 503", "unavailable: …").
using AttemptNote = std::function<void(const HttpRequest& request, const std::string& end)>;

/// Tells Progress of every response (a page and its bytes for the stream that asked), the clock which stream asks and
/// why a wait may follow, and `note` of every request that failed. Thread-safe.
class CountingHttp final : public Http {
public:
    /// Borrows the three; `note` may be empty.
    CountingHttp(Http& next, observe::Progress& progress, WaitingClock& clock, AttemptNote note)
        : next_(next), progress_(progress), clock_(clock), note_(std::move(note)) {}

    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }

private:
    Http& next_;
    observe::Progress& progress_;
    WaitingClock& clock_;
    AttemptNote note_;
};

/// Sends nothing once a run is given up, and gives it up when a response cannot be kept on our side, or when the API
/// takes the credentials for nothing: each further request would be for nothing too. Thread-safe.
class GuardedHttp final : public Http {
public:
    /// Borrows all.
    GuardedHttp(Http& next, RunStop& stop, CredentialWatch& credentials)
        : next_(next), stop_(stop), credentials_(credentials) {}

    /// Errors: also cancelled, once the run is given up.
    Result<HttpResponse> send(const HttpRequest& request, Deadline deadline) override;
    void recycle(HttpResponse&& response) override { next_.recycle(std::move(response)); }

private:
    Http& next_;
    RunStop& stop_;
    CredentialWatch& credentials_;
};

/// Tells how each program that did not end well ended: "the program tap-shop ended after 3 s: exit code 1".
/// Thread-safe.
class NotedPrograms final : public PythonRuntime {
public:
    /// Borrows both.
    NotedPrograms(PythonRuntime& next, const Clock& clock, std::function<void(const std::string& end)> note)
        : next_(next), clock_(clock), note_(std::move(note)) {}

    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) override;

private:
    PythonRuntime& next_;
    const Clock& clock_;
    std::function<void(const std::string& end)> note_;
};

}  // namespace levada::app
