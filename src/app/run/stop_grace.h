#pragma once

#include "run/run_request.h"

#include <atomic>
#include <chrono>

#include "levada/ports/clock.h"

namespace levada::app {

/// Tells when a run that shall end has had its time. Thread-safe.
class StopGrace {
public:
    /// Borrows both.
    StopGrace(const Clock& clock, const std::atomic<bool>& is_stopping) : clock_(clock), is_stopping_(is_stopping) {}

    bool is_over() {
        if (!is_stopping_) {
            return false;
        }
        const Monotonic now = clock_.monotonic();
        Monotonic::rep unknown = 0;
        since_.compare_exchange_strong(unknown, now.time_since_epoch().count());
        return now.time_since_epoch().count() - since_ >= std::chrono::nanoseconds(kStopGrace).count();
    }

private:
    const Clock& clock_;
    const std::atomic<bool>& is_stopping_;
    std::atomic<Monotonic::rep> since_ = 0;
};

}  // namespace levada::app
