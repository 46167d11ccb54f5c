#pragma once

#include "levada/ports/clock.h"

namespace levada {

/// The clock of this machine.
class SystemClock final : public Clock {
public:
    Instant now() const override;
    Monotonic monotonic() const override;
    void sleep_for(std::chrono::nanoseconds duration) override;
};

/// A clock whose date stands still and whose waits return at once, for runs that are to be the same every time
/// (`--clock`). Its monotonic time is the machine's, so that deadlines of real requests hold.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant now) : now_(now) {}

    Instant now() const override { return now_; }
    Monotonic monotonic() const override;
    void sleep_for(std::chrono::nanoseconds /*duration*/) override {}

private:
    Instant now_;
};

}  // namespace levada
