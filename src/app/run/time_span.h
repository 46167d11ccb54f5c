#pragma once

#include "cli/command.h"

#include <optional>
#include <string>

#include "levada/base/deadline.h"

namespace levada::app {

/// From a time on, up to but without another one.
struct TimeSpan {
    std::optional<Instant> from;
    std::optional<Instant> to;

    bool holds(Instant when) const { return (!from || when >= *from) && (!to || when < *to); }
};

/// A time as users write it: RFC 3339, or a date (its begin in UTC). Errors: invalid_config.
Result<Instant> parse_time(const std::string& text);
/// What --from and --to say. Errors: invalid_config (no time, or from not before to).
Result<TimeSpan> time_span_of(const Arguments& arguments);

}  // namespace levada::app
