#include "run/run_observers.h"

#include <algorithm>

namespace levada::app {

namespace {

constexpr int kFailureStatusMin = 400;

}  // namespace

Result<HttpResponse> CountingHttp::send(const HttpRequest& request, Deadline deadline) {
    if (!request.stream.empty()) {
        clock_.set_stream(request.stream);
        progress_.begin(request.stream);
    }
    auto response = next_.send(request, deadline);
    if (response && !request.stream.empty()) {
        progress_.add(request.stream, {.records = 0, .pages = 1, .bytes = response->received_body().size()});
    }
    std::string end;
    if (!response) {
        end = std::string(to_string(response.error().code())) + ": " + response.error().message();
    } else if (response->status >= kFailureStatusMin) {
        end = "HTTP " + std::to_string(response->status);
    }
    clock_.set_cause(end.empty() ? "" : "after " + end);
    if (!end.empty() && note_) {
        note_(request, end);
    }
    return response;
}

void WaitingClock::set_stream(const std::string& stream) {
    const std::scoped_lock lock(mutex_);
    readers_[std::this_thread::get_id()].stream = stream;
}

void WaitingClock::set_cause(const std::string& cause) {
    const std::scoped_lock lock(mutex_);
    readers_[std::this_thread::get_id()].cause = cause;
}

void WaitingClock::sleep_for(std::chrono::nanoseconds duration) {
    constexpr std::chrono::nanoseconds kStep = std::chrono::milliseconds(100);
    std::string stream;
    std::string cause;
    {
        const std::scoped_lock lock(mutex_);
        Reader& reader = readers_[std::this_thread::get_id()];
        stream = reader.stream;
        cause = reader.cause.empty() ? "the API's limit" : std::exchange(reader.cause, {});
    }
    if (duration >= kShownFrom && !is_stopping_) {
        if (!stream.empty()) {
            progress_.wait(stream, cause, duration);
        }
        if (note_) {
            note_(stream, cause, duration);
        }
    }
    while (duration.count() > 0 && !is_stopping_) {
        const std::chrono::nanoseconds step = std::min(duration, kStep);
        clock_.sleep_for(step);
        duration -= step;
        progress_.tick();
    }
}

}  // namespace levada::app
