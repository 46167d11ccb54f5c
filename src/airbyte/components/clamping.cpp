#include "clamping.h"

namespace levada::airbyte {
namespace {

Result<Moment> plus_days(const CivilTime& midnight, std::int64_t days) {
    return moved(Moment::of(midnight), IsoDuration{days * kMicrosPerDay, 0, 0}, 1);
}

Result<Moment> clamp_week(const CivilTime& midnight, int first_weekday, Clamping::Direction direction) {
    const int weekday = weekday_from_days(days_from_civil(midnight.year, midnight.month, midnight.day));
    const int days_to_next = weekday > first_weekday ? 7 - (weekday - first_weekday) : first_weekday - weekday;
    const bool is_up = direction == Clamping::Direction::up || days_to_next == 0;
    return plus_days(midnight, is_up ? days_to_next : days_to_next - 7);
}

Result<Moment> clamp_month(CivilTime midnight, Clamping::Direction direction) {
    if (midnight.day == 1) {
        return Moment::of(midnight);
    }
    midnight.day = 1;
    if (direction == Clamping::Direction::down) {
        return Moment::of(midnight);
    }
    return moved(Moment::of(midnight), IsoDuration{0, 0, 1}, 1);
}

}  // namespace

Result<Moment> Clamping::clamp(const Moment& moment, Direction direction) const {
    if (is_none()) {
        return moment;
    }
    CivilTime midnight = moment.civil();
    midnight.hour = midnight.minute = midnight.second = midnight.microsecond = 0;
    if (target_ == Target::week) {
        return clamp_week(midnight, weekday_, direction);
    }
    if (target_ == Target::month) {
        return clamp_month(midnight, direction);
    }
    const bool is_whole = Moment::of(midnight) == moment;
    return plus_days(midnight, direction == Direction::up && !is_whole ? 1 : 0);
}

IsoDuration Clamping::default_granularity() const {
    return {target_ == Target::day ? kMicrosPerSecond : kMicrosPerDay, 0, 0};
}

}  // namespace levada::airbyte
