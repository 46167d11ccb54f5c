#pragma once

#include <chrono>

namespace levada {

/// A point on the monotonic clock, in nanoseconds since an arbitrary start.
using Monotonic = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;
/// A point in UTC, in nanoseconds since 1970-01-01 (years 1677 to 2262).
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// When an operation has to be over. A value; `never()` is for work that another limit bounds.
class Deadline {
public:
    static Deadline never() { return Deadline(Monotonic::max()); }
    static Deadline at(Monotonic when) { return Deadline(when); }
    static Deadline after(Monotonic now, std::chrono::nanoseconds wait) {
        return Deadline(wait > Monotonic::max() - now ? Monotonic::max() : now + wait);
    }

    bool is_never() const { return when_ == Monotonic::max(); }
    bool has_passed(Monotonic now) const { return now >= when_; }
    /// Zero when it has passed.
    std::chrono::nanoseconds remaining(Monotonic now) const {
        return has_passed(now) ? std::chrono::nanoseconds(0) : when_ - now;
    }
    Monotonic when() const { return when_; }

private:
    explicit Deadline(Monotonic when) : when_(when) {}
    Monotonic when_;
};

}  // namespace levada
