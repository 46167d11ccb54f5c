#include "datetime_rule.h"

#include <utility>

#include "levada/airbyte/components/failure.h"
#include "levada/airbyte/components/record.h"

namespace levada::airbyte {

namespace {

constexpr IsoDuration kMillisecond{1'000, 0, 0};

Result<Moment> edge_of(const DatetimeRule& rule, const StreamSlice& slice, const std::string& name) {
    const Json* value = slice.cursor_slice().find(name);
    if (value != nullptr) {
        const Result<Moment> moment = rule.field->format.read(*value);
        if (moment) {
            return moment;
        }
    }
    return traced_error(FailureType::system_error,
                        "request window has a missing or invalid \"" + name + "\" and could not be split");
}

StreamSlice child_of(const StreamSlice& slice, Json window) {
    return slice.with_cursor_slice(std::move(window));
}

/// The number of granularity units in the window, both ends counted.
std::int64_t unit_count(std::int64_t span_us, std::int64_t unit_us) {
    return span_us / unit_us + 1;
}

}  // namespace

Result<std::optional<Moment>> CursorField::of(std::string_view record) const {
    const std::optional<std::string_view> raw = raw_field(record, name);
    if (!raw || *raw == "null") {
        return std::optional<Moment>();
    }
    return format.read(*raw);
}

Result<Moment> DatetimeRule::end_now() const {
    Moment edge = Moment::now(*clock);
    if (end) {
        LEVADA_TRY(edge, end->eval());
    }
    if (end_max) {
        edge = earlier_of(edge, *end_max);
    }
    if (clamping.is_none()) {
        return edge;
    }
    LEVADA_TRY(const Moment clamped, clamping.clamp(edge, Clamping::Direction::down));
    return moved(clamped, granularity.value_or(clamping.default_granularity()), -1);
}

Result<Moment> DatetimeRule::after(const Moment& interval_end) const {
    return moved(interval_end, granularity.value_or(kMillisecond), 1);
}

Json DatetimeRule::window(const Moment& from, const Moment& to) const {
    Json window = Json::object();
    window.set(start_name, field->format.print(from));
    window.set(end_name, field->format.print(to));
    return window;
}

Result<std::vector<StreamSlice>> split_window(const DatetimeRule& rule,
                                              const StreamSlice& slice,
                                              const std::optional<std::string>& window_min) {
    std::vector<StreamSlice> halves;
    if (!rule.granularity) {
        return halves;
    }
    LEVADA_TRY(const Moment from, edge_of(rule, slice, rule.start_name));
    LEVADA_TRY(const Moment to, edge_of(rule, slice, rule.end_name));
    const std::int64_t span_us = to.utc_us - from.utc_us;
    const std::optional<IsoDuration> min = window_min ? parse_iso_duration(*window_min) : std::nullopt;
    if (span_us <= 0 || (min && span_us <= min->micros)) {
        return halves;
    }
    if (rule.granularity->is_calendar() || rule.granularity->micros <= 0) {
        return Error(ErrorCode::invalid_data, "cursor_granularity has no fixed length: a window can't be split by it");
    }
    const std::int64_t units = unit_count(span_us, rule.granularity->micros);
    if (units <= 1) {
        return halves;
    }
    const std::int64_t first_us = (units / 2 - 1) * rule.granularity->micros;
    LEVADA_TRY(const Moment first_end, moved(from, IsoDuration{first_us, 0, 0}, 1));
    LEVADA_TRY(const Moment second_start, moved(first_end, *rule.granularity, 1));
    if (to < second_start) {
        return halves;
    }
    halves.push_back(child_of(slice, rule.window(from, first_end)));
    halves.push_back(child_of(slice, rule.window(second_start, to)));
    return halves;
}

}  // namespace levada::airbyte
