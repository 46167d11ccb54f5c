#pragma once

#include "levada/ports/clock.h"

namespace levada::testing {

/// A clock that stands still until a test moves it; sleep_for() moves it at once. Not thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start = Instant(std::chrono::seconds(1'767'225'600))) : now_(start) {}

    Instant now() const override { return now_; }
    Monotonic monotonic() const override { return Monotonic(now_.time_since_epoch()); }
    void sleep_for(std::chrono::nanoseconds duration) override {
        now_ += std::chrono::duration_cast<Instant::duration>(duration);
        slept_ += duration;
    }

    void advance(std::chrono::nanoseconds duration) { now_ += std::chrono::duration_cast<Instant::duration>(duration); }
    std::chrono::nanoseconds slept() const { return slept_; }

private:
    Instant now_;
    std::chrono::nanoseconds slept_{0};
};

}  // namespace levada::testing
