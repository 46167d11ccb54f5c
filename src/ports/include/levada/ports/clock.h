#pragma once

#include <chrono>

#include "levada/base/deadline.h"

namespace levada {

/// Time, as everything but adapters sees it; a simulated one makes any run repeatable. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;

    /// The time in UTC.
    virtual Instant now() const = 0;
    /// A clock that never goes back, for durations and deadlines.
    virtual Monotonic monotonic() const = 0;
    /// Waits; a simulated clock returns at once.
    virtual void sleep_for(std::chrono::nanoseconds duration) = 0;
};

}  // namespace levada
