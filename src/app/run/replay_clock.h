#pragma once

#include <mutex>

#include "levada/ports/clock.h"

namespace levada::app {

/// The clock of a replay: it stands at the time of the run that is replayed and is moved by waits alone, which return
/// at once. Thread-safe.
class ReplayClock final : public Clock {
public:
    Instant now() const override {
        const std::scoped_lock lock(mutex_);
        return now_;
    }
    Monotonic monotonic() const override {
        const std::scoped_lock lock(mutex_);
        return Monotonic(slept_);
    }
    void sleep_for(std::chrono::nanoseconds duration) override {
        const std::scoped_lock lock(mutex_);
        now_ += std::chrono::duration_cast<Instant::duration>(duration);
        slept_ += duration;
    }
    void set(Instant now) {
        const std::scoped_lock lock(mutex_);
        now_ = now;
    }

private:
    mutable std::mutex mutex_;
    Instant now_{};
    std::chrono::nanoseconds slept_{0};
};

}  // namespace levada::app
