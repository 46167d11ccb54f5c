#include "datetime_windows.h"

namespace levada::airbyte {

Result<DatetimeWindows> DatetimeWindows::make(std::shared_ptr<const DatetimeRule> rule, DatetimeProgress& progress) {
    LEVADA_CHECK(progress.merge(*rule));
    DatetimeWindows windows(std::move(rule));
    LEVADA_CHECK(windows.add_ranges(progress));
    return windows;
}

Result<void> DatetimeWindows::add_ranges(const DatetimeProgress& progress) {
    const std::vector<DatetimeProgress::Interval>& done = progress.intervals();
    if (done.empty()) {
        return Error(ErrorCode::invalid_data, "state: expected at least one slice");
    }
    const std::optional<IsoDuration>& granularity = rule_->granularity;
    if (rule_->start < done.front().start) {
        ranges_.push_back({rule_->start, done.front().start, false});
    }
    for (std::size_t i = 0; i + 1 < done.size(); ++i) {
        Moment lower = done[i].end;
        if (granularity) {
            LEVADA_TRY(lower, moved(lower, *granularity, 1));
        }
        ranges_.push_back({lower, done[i + 1].start, false});
    }
    Moment lower = done.back().end;
    if (const std::optional<IsoDuration>& lookback = rule_->lookback) {
        LEVADA_TRY(lower, moved(lower, *lookback, -1));
    }
    LEVADA_TRY(const Moment end, rule_->end_now());
    ranges_.push_back({lower, end, true});
    return ok();
}

Result<std::optional<Json>> DatetimeWindows::next() {
    while (at_ < ranges_.size()) {
        const Range& range = ranges_[at_];
        if (!is_inside_) {
            LEVADA_TRY(const bool has_windows, enter(range));
            if (!has_windows) {
                ++at_;
                continue;
            }
            LEVADA_TRY(const bool is_whole, is_one_step(range));
            if (is_whole) {
                ++at_;
                return whole(range);
            }
            is_inside_ = true;
        }
        LEVADA_TRY(std::optional<Json> window, step(range));
        if (window) {
            return window;
        }
    }
    return std::optional<Json>();
}

Result<bool> DatetimeWindows::enter(const Range& range) {
    const bool is_empty = range.lower == range.upper && !rule_->granularity;
    if (range.upper < range.lower || is_empty || range.upper < rule_->start) {
        return false;
    }
    // Clamped before it is compared: a step shorter than the clamping period would collapse the first window.
    LEVADA_TRY(lower_, rule_->clamping.clamp(later_of(range.lower, rule_->start), Clamping::Direction::up));
    // With a granularity the last window includes its end, so that one unit may be left to read.
    const bool is_unit_refused = rule_->is_compare_strictly || !range.is_upper_end;
    return !(range.upper < lower_) && !(lower_ == range.upper && is_unit_refused);
}

Result<Moment> DatetimeWindows::upper_after(const Moment& lower) const {
    if (const std::optional<IsoDuration>& step = rule_->step) {
        LEVADA_TRY(const std::optional<Moment> upper, moved_or_overflow(lower, *step, 1));
        if (upper) {
            return *upper;
        }
    }
    return rule_->end_now();
}

Result<bool> DatetimeWindows::is_one_step(const Range& range) const {
    if (!rule_->step) {
        return true;
    }
    LEVADA_TRY(const Moment upper, upper_after(lower_));
    return !(upper < range.upper);
}

Result<std::optional<Json>> DatetimeWindows::window_to(const Moment& upper, bool is_upper_included) {
    const std::optional<IsoDuration>& granularity = rule_->granularity;
    if (!granularity || is_upper_included) {
        return std::optional<Json>(rule_->window(lower_, upper));
    }
    LEVADA_TRY(const Moment last, moved(upper, *granularity, -1));
    return std::optional<Json>(rule_->window(lower_, last));
}

Result<std::optional<Json>> DatetimeWindows::whole(const Range& range) {
    if (range.is_upper_end && rule_->granularity) {
        // The upper edge is the last unit to read: clamping it would read past the end.
        return window_to(range.upper, true);
    }
    LEVADA_TRY(const Moment upper, rule_->clamping.clamp(range.upper, Clamping::Direction::up));
    return window_to(upper, range.is_upper_end);
}

Result<std::optional<Json>> DatetimeWindows::step(const Range& range) {
    LEVADA_TRY(const Moment stepped, upper_after(lower_));
    Moment upper = earlier_of(stepped, range.upper);
    const bool is_last = !(upper < range.upper);
    if (!is_last) {
        LEVADA_TRY(upper, rule_->clamping.clamp(upper, Clamping::Direction::up));
    }
    const bool has_reached_upper = is_last || upper == range.upper;
    LEVADA_TRY(const Moment clamped_lower, rule_->clamping.clamp(lower_, Clamping::Direction::up));
    if (has_reached_upper || !(clamped_lower < upper)) {
        is_inside_ = false;
        ++at_;
    }
    if (!(clamped_lower < upper)) {
        // Clamping collapsed both edges: nothing is left of the range.
        return std::optional<Json>();
    }
    lower_ = clamped_lower;
    LEVADA_TRY(std::optional<Json> window, window_to(upper, range.is_upper_end && has_reached_upper));
    lower_ = upper;
    return window;
}

}  // namespace levada::airbyte
