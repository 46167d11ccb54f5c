#pragma once

#include "datetime_rule.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace levada::airbyte {

/// What of a stream (or of one partition) was read: intervals of time, merged where they touch, and with each the
/// newest time seen in it. Source: ConcurrentCursor's _concurrent_state and its state converter. Not thread-safe.
class DatetimeProgress {
public:
    struct Interval {
        Moment start;
        Moment end;
        std::optional<Moment> most_recent;
    };

    /// Reads a state of either shape: {field: time}, or {"state_type": "date-range", "slices": [{start, end,
    /// most_recent_cursor_value}]}. Errors: invalid_data.
    static Result<DatetimeProgress> from_state(const DatetimeRule& rule, const Json& state);

    /// The lowest time that is not known to be read.
    const Moment& start() const { return start_; }
    const std::vector<Interval>& intervals() const { return intervals_; }

    /// `slice` was read to its end; `most_recent` is the newest time of its records. Errors: invalid_data.
    Result<void> close(const DatetimeRule& rule, const StreamSlice& slice, const std::optional<Moment>& most_recent);
    Result<void> merge(const DatetimeRule& rule);

    /// {field: time}, besides what else the input state held. Errors: invalid_data.
    Result<Json> state(const DatetimeRule& rule);
    /// The time in state(). Errors: invalid_data.
    Result<Moment> latest(const DatetimeRule& rule);

    /// Client-side incremental: records before this time are not wanted. Errors: invalid_data.
    Result<Moment> lowest_to_sync(const DatetimeRule& rule) const;

private:
    static Result<DatetimeProgress> from_slices(const DatetimeRule& rule, const Json& state);

    Moment start_;
    std::vector<Interval> intervals_;
    Json legacy_ = Json::object();
};

/// True for a state in the shape with slices. Source: AbstractStreamStateConverter.is_state_message_compatible.
bool has_slices_shape(const Json& state);

}  // namespace levada::airbyte
