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

}  // namespace levada
