#include "run/run_observers.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "levada/ports/storage_fact.h"

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
        const std::uint64_t pages = response->status < kFailureStatusMin ? 1 : 0;
        progress_.add(request.stream, {.records = 0, .pages = pages, .bytes = response->received_body().size()});
    }
    std::string end;
    if (!response) {
        end = std::string(to_string(response.error().code())) + ": " + response.error().message();
    } else if (response->status >= kFailureStatusMin) {
        end = "HTTP " + std::to_string(response->status);
    }
    clock_.set_cause(end.empty() ? "" : "after " + end);
    const bool is_ours = !response && response.error().code() == ErrorCode::cancelled;
    if (!end.empty() && note_ && !is_ours) {
        note_(request, end);
    }
    return response;
}

Result<HttpResponse> GuardedHttp::send(const HttpRequest& request, Deadline deadline) {
    if (stop_.is_given_up()) {
        return stop_.ending();
    }
    auto response = next_.send(request, deadline);
    if (response) {
        credentials_.note_answer(request, *response);
    } else if (!response.error().fact(kStorageFact).empty()) {
        stop_.give_up("responses cannot be kept: " + response.error().to_string());
    }
    return response;
}

Result<ProgramEnd> NotedPrograms::run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) {
    const Monotonic begun_at = clock_.monotonic();
    auto end = next_.run(call, output, deadline);
    const bool is_well = end && end->has_succeeded();
    if (is_well || (!end && end.error().code() == ErrorCode::cancelled)) {
        return end;
    }
    const std::string name =
        call.command.empty() ? "" : std::filesystem::path(call.command.front()).filename().string();
    std::string how = end ? "exit code " + std::to_string(end->exit_code) : end.error().message();
    if (end && end->signal != 0) {
        how = "signal " + std::to_string(end->signal);
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.monotonic() - begun_at).count();
    note_("the program " + name + " ended after " + std::to_string(seconds) + " s: " + how);
    return end;
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
    if (duration >= kShownFrom && !stop_.is_over()) {
        if (!stream.empty()) {
            progress_.wait(stream, cause, duration);
        }
        if (note_) {
            note_(stream, cause, duration);
        }
    }
    while (duration.count() > 0 && !stop_.is_over()) {
        const std::chrono::nanoseconds step = std::min(duration, kStep);
        clock_.sleep_for(step);
        duration -= step;
        progress_.tick();
    }
}

}  // namespace levada::app
