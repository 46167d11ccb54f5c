#include "run/announced_waits.h"

namespace levada::app {

Result<HttpResponse> LastFailureHttp::send(const HttpRequest& request, Deadline deadline) {
    auto response = next_.send(request, deadline);
    constexpr int kFirstErrorStatus = 400;
    std::string failure;
    if (!response) {
        failure = response.error().message();
    } else if (response->status >= kFirstErrorStatus) {
        failure = "HTTP status " + std::to_string(response->status);
    }
    const std::scoped_lock lock(mutex_);
    last_failure_ = std::move(failure);
    return response;
}

std::string LastFailureHttp::last_failure() const {
    const std::scoped_lock lock(mutex_);
    return last_failure_;
}

void AnnouncingClock::sleep_for(std::chrono::nanoseconds duration) {
    constexpr std::chrono::seconds kAnnouncedFrom{1};
    if (duration >= kAnnouncedFrom) {
        const std::string cause = http_.last_failure();
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
        announce_((cause.empty() ? "the API asked to wait" : cause) + "; trying again in " + std::to_string(seconds) +
                  " s");
    }
    clock_.sleep_for(duration);
}

}  // namespace levada::app
