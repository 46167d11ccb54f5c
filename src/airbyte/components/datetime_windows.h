#pragma once

#include "datetime_progress.h"

#include <memory>
#include <optional>
#include <vector>

namespace levada::airbyte {

/// The time windows that are still to be read, one after another: gaps between intervals already read, then from the
/// last one to the end. Source: ConcurrentCursor.stream_slices and _split_per_slice_range.
class DatetimeWindows {
public:
    /// Merges `progress` and takes its intervals as they are now. Errors: invalid_data.
    static Result<DatetimeWindows> make(std::shared_ptr<const DatetimeRule> rule, DatetimeProgress& progress);

    /// The next window as a cursor slice, nothing at the end. Errors: invalid_data.
    Result<std::optional<Json>> next();

private:
    struct Range {
        Moment lower;
        Moment upper;
        bool is_upper_end = false;  // Upper is the end of the sync, not the start of an interval already read.
    };

    explicit DatetimeWindows(std::shared_ptr<const DatetimeRule> rule) : rule_(std::move(rule)) {}
    Result<void> add_ranges(const DatetimeProgress& progress);
    Result<bool> enter(const Range& range);
    Result<std::optional<Json>> whole(const Range& range);
    Result<std::optional<Json>> step(const Range& range);
    Result<bool> is_one_step(const Range& range) const;
    Result<Moment> upper_after(const Moment& lower) const;
    Result<std::optional<Json>> window_to(const Moment& upper, bool is_upper_included);

    std::shared_ptr<const DatetimeRule> rule_;
    std::vector<Range> ranges_;
    std::size_t at_ = 0;
    bool is_inside_ = false;  // ranges_[at_] is being cut into steps.
    Moment lower_;
};

}  // namespace levada::airbyte
