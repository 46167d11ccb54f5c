#include "levada/adapters/system_clock.h"

#include <thread>

namespace levada {

Instant SystemClock::now() const {
    return std::chrono::system_clock::now();
}

Monotonic SystemClock::monotonic() const {
    return std::chrono::steady_clock::now();
}

void SystemClock::sleep_for(std::chrono::nanoseconds duration) {
    if (duration > std::chrono::nanoseconds::zero()) {
        std::this_thread::sleep_for(duration);
    }
}

Monotonic FixedClock::monotonic() const {
    return std::chrono::steady_clock::now();
}

}  // namespace levada
