#pragma once

#include "bounded_datetime.h"
#include "clamping.h"
#include "moment.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "levada/airbyte/components/stream_slice.h"

namespace levada::airbyte {

/// Which field of a record carries its time, and how times are written.
struct CursorField {
    std::string name;
    MomentFormat format;

    /// The time of a record; nothing when the field is absent, null or no time. Does not allocate.
    /// Errors: invalid_data where Python raises something else than ValueError.
    Result<std::optional<Moment>> of(std::string_view record) const;
};

/// Longer than the calendar: timedelta.max, which the CDK takes as the step where there is none.
inline constexpr IsoDuration kEndless{std::numeric_limits<std::int64_t>::max(), 0, 0};

/// How a stream is cut into time windows: all that the partitions of a stream share. Immutable, made once per read.
/// Source: ConcurrentCursor's constructor and create_concurrent_cursor_from_datetime_based_cursor.
struct DatetimeRule {
    std::shared_ptr<const CursorField> field;
    std::string start_name;  // Names of the window's edges in a slice.
    std::string end_name;
    Moment start;
    std::optional<BoundedDatetime> end;  // Nothing: now.
    std::optional<Moment> end_max;       // Of a backfill.
    std::optional<IsoDuration> lookback;
    /// Length of a window: without end when the manifest gives none; nothing when it gives one of no length.
    std::optional<IsoDuration> step = kEndless;
    std::optional<IsoDuration> granularity;
    Clamping clamping;
    bool is_compare_strictly = false;
    const Clock* clock = nullptr;

    /// The end of the last window, evaluated now. Errors: invalid_data.
    Result<Moment> end_now() const;
    /// When an interval ends so that the next may begin and both count as one. Errors: invalid_data.
    Result<Moment> after(const Moment& end) const;
    /// The window as a cursor slice.
    Json window(const Moment& from, const Moment& to) const;
};

/// Makes the rule when a cursor is first needed: some of its errors belong to slicing, not to building the stream.
using DatetimeRuleSource = std::function<Result<std::shared_ptr<const DatetimeRule>>()>;

/// `slice` in two halves that meet at the granularity, or nothing when it can't be split.
/// Source: ConcurrentCursor.split_request_window.
Result<std::vector<StreamSlice>> split_window(const DatetimeRule& rule,
                                              const StreamSlice& slice,
                                              const std::optional<std::string>& window_min);

}  // namespace levada::airbyte
