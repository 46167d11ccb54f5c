#include "datetime_progress.h"

#include <algorithm>
#include <string>

namespace levada::airbyte {

namespace {

using Interval = DatetimeProgress::Interval;

Result<Moment> member_of(const DatetimeRule& rule, const Json& slice, std::string_view name) {
    const Json* value = slice.find(name);
    if (value == nullptr) {
        return Error(ErrorCode::invalid_data, "state: a slice has no \"" + std::string(name) + "\"");
    }
    return rule.field->format.read(*value);
}

Result<Interval> interval_of(const DatetimeRule& rule, const Json& slice) {
    Interval interval;
    LEVADA_TRY(interval.start, member_of(rule, slice, "start"));
    LEVADA_TRY(interval.end, member_of(rule, slice, "end"));
    if (slice.contains("most_recent_cursor_value")) {
        LEVADA_TRY(interval.most_recent, member_of(rule, slice, "most_recent_cursor_value"));
    }
    return interval;
}

void join(Interval& into, const Interval& next) {
    into.end = later_of(into.end, next.end);
    if (into.most_recent && next.most_recent) {
        into.most_recent = later_of(*next.most_recent, *into.most_recent);
    } else if (next.most_recent) {
        into.most_recent = next.most_recent;
    }
}

bool starts_before(const Interval& a, const Interval& b) {
    return a.start < b.start || (a.start == b.start && a.end < b.end);
}

}  // namespace

bool has_slices_shape(const Json& state) {
    const std::string_view type = state.string_or("state_type", "");
    return type == "date-range" || type == "integer";
}

Result<DatetimeProgress> DatetimeProgress::from_slices(const DatetimeRule& rule, const Json& state) {
    DatetimeProgress progress;
    progress.start_ = rule.start;
    const Json* slices = state.find("slices");
    if (slices == nullptr || !slices->is_array()) {
        return progress;
    }
    for (const Json& slice : slices->as_array()) {
        LEVADA_TRY(Interval interval, interval_of(rule, slice));
        progress.intervals_.push_back(interval);
    }
    if (!progress.intervals_.empty()) {
        const Interval& first = progress.intervals_.front();
        progress.start_ = first.most_recent.value_or(first.end);
    }
    return progress;
}

Result<DatetimeProgress> DatetimeProgress::from_state(const DatetimeRule& rule, const Json& state) {
    if (has_slices_shape(state)) {
        return from_slices(rule, state);
    }
    DatetimeProgress progress;
    progress.start_ = rule.start;
    const Json* value = state.find(rule.field->name);
    if (value != nullptr) {
        LEVADA_TRY(const Moment low_water, rule.field->format.read(*value));
        progress.start_ = low_water < rule.start ? rule.start : low_water;
    }
    progress.intervals_.push_back({rule.start, progress.start_, progress.start_});
    progress.legacy_ = state.is_object() ? state : Json::object();
    return progress;
}

Result<void> DatetimeProgress::merge(const DatetimeRule& rule) {
    if (intervals_.size() < 2) {
        return ok();
    }
    std::stable_sort(intervals_.begin(), intervals_.end(), starts_before);
    std::vector<Interval> merged = {intervals_.front()};
    for (std::size_t i = 1; i < intervals_.size(); ++i) {
        LEVADA_TRY(const Moment reach, rule.after(merged.back().end));
        if (reach < intervals_[i].start) {
            merged.push_back(intervals_[i]);
        } else {
            join(merged.back(), intervals_[i]);
        }
    }
    intervals_ = std::move(merged);
    return ok();
}

Result<void> DatetimeProgress::close(const DatetimeRule& rule,
                                     const StreamSlice& slice,
                                     const std::optional<Moment>& most_recent) {
    Interval interval;
    interval.most_recent = most_recent;
    LEVADA_TRY(interval.start, member_of(rule, slice.merged(), rule.start_name));
    LEVADA_TRY(interval.end, member_of(rule, slice.merged(), rule.end_name));
    intervals_.push_back(interval);
    return merge(rule);
}

Result<Moment> DatetimeProgress::latest(const DatetimeRule& rule) {
    if (intervals_.empty()) {
        return Error(ErrorCode::invalid_data, "state: expected at least one slice but there were none");
    }
    LEVADA_CHECK(merge(rule));
    const Interval& first = intervals_.front();
    return first.most_recent.value_or(first.start);
}

Result<Json> DatetimeProgress::state(const DatetimeRule& rule) {
    LEVADA_TRY(const Moment time, latest(rule));
    Json state = legacy_;
    state.set(rule.field->name, rule.field->format.print(time));
    return state;
}

Result<Moment> DatetimeProgress::lowest_to_sync(const DatetimeRule& rule) const {
    if (!rule.lookback) {
        return start_;
    }
    LEVADA_TRY(const std::optional<Moment> lower, moved_or_overflow(start_, *rule.lookback, -1));
    if (!lower) {
        return start_;
    }
    return later_of(*lower, earlier_of(start_, rule.start));
}

}  // namespace levada::airbyte
