#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada::schedule {

/// Seconds since 1970-01-01 on a wall clock.
using LocalSeconds = std::chrono::local_seconds;

/// A time zone of the IANA database of the system. A small value; thread-safe.
class TimeZone {
public:
    /// UTC, which needs no database.
    TimeZone() = default;
    /// "UTC", "Europe/Lisbon". Errors: invalid_config (no such zone), unavailable (no database on this machine).
    static Result<TimeZone> find(std::string_view name);

    const std::string& name() const { return name_; }
    LocalSeconds to_local(Instant when) const;

    /// What a wall clock's time is in UTC. In a gap (clocks went forward) both are the end of the gap; where it happens
    /// twice (clocks went back) they differ.
    struct Resolved {
        Instant first;
        Instant second;
        bool is_gap = false;
    };
    Resolved resolve(LocalSeconds local) const;

private:
    std::string name_ = "UTC";
    const void* zone_ = nullptr;  // date::time_zone, which lives as long as the program; null for UTC.
};

}  // namespace levada::schedule
