#include "run/run_observers.h"

#include <algorithm>

namespace levada::app {

Result<HttpResponse> CountingHttp::send(const HttpRequest& request, Deadline deadline) {
    auto response = next_.send(request, deadline);
    if (response && !request.stream.empty()) {
        progress_.add(request.stream, {.records = 0, .pages = 1, .bytes = response->received_body().size()});
    }
    return response;
}

void WaitingClock::sleep_for(std::chrono::nanoseconds duration) {
    constexpr std::chrono::nanoseconds kShownFrom = std::chrono::milliseconds(200);
    constexpr std::chrono::nanoseconds kStep = std::chrono::milliseconds(100);
    if (duration >= kShownFrom && !stream_.empty()) {
        progress_.wait(stream_, "the API asked to wait", duration);
    }
    while (duration.count() > 0 && !is_stopping_) {
        const std::chrono::nanoseconds step = std::min(duration, kStep);
        clock_.sleep_for(step);
        duration -= step;
        progress_.tick();
    }
}

}  // namespace levada::app
