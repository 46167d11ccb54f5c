#include "time_fields.h"

namespace levada {
namespace {

/// The weekday of a captured name or number, Monday being 0.
std::optional<int> weekday_of(const TimeCaptures& captures) {
    if (captures.has('u')) {
        return static_cast<int>(captures.get('u', 1)) - 1;
    }
    if (captures.has('w')) {
        return static_cast<int>((captures.get('w', 0) + 6) % 7);
    }
    if (captures.has('a') || captures.has('A')) {
        return static_cast<int>(captures.get('a', captures.get('A', 0)));
    }
    return std::nullopt;
}

/// ISO weeks need their year and a weekday, and accept neither %Y nor %j beside them.
bool is_week_use_allowed(const TimeCaptures& captures, bool has_year, bool has_weekday) {
    if (!has_year && captures.has('G')) {
        return captures.has('V') && has_weekday && !captures.has('j');
    }
    const bool has_week = captures.has('U') || captures.has('W');
    return has_week || !captures.has('V');
}

/// The day of the year (from 1, or below it in the year before) of a weekday in a week counted by %U or %W.
std::int64_t day_of_week_number(int year, std::int64_t week, int weekday, bool is_monday_first) {
    int first = weekday_from_days(days_from_civil(year, 1, 1));
    if (!is_monday_first) {
        first = (first + 1) % 7;
        weekday = (weekday + 1) % 7;
    }
    const int days_in_week_zero = (7 - first) % 7;
    return week == 0 ? 1 + weekday - first : 1 + days_in_week_zero + 7 * (week - 1) + weekday;
}

/// Days since the epoch of an ISO week's day.
std::int64_t days_of_iso_week(int iso_year, std::int64_t week, int weekday) {
    const std::int64_t fourth = days_from_civil(iso_year, 1, 4);
    return fourth - weekday_from_days(fourth) + (week - 1) * 7 + weekday;
}

int year_of(const TimeCaptures& captures) {
    const std::int64_t two_digits = captures.get('y', 0);
    return static_cast<int>(captures.get('Y', two_digits + (two_digits <= 68 ? 2000 : 1900)));
}

int month_of(const TimeCaptures& captures) {
    if (captures.has('b')) {
        return static_cast<int>(captures.get('b', 0)) + 1;
    }
    return static_cast<int>(captures.has('B') ? captures.get('B', 0) + 1 : captures.get('m', 1));
}

int hour_of(const TimeCaptures& captures) {
    if (!captures.has('I')) {
        return static_cast<int>(captures.get('H', 0));
    }
    const int hour = static_cast<int>(captures.get('I', 0)) % 12;
    return captures.get('p', 0) == 1 ? hour + 12 : hour;
}

/// Sets the date by what the captures tell: day of the year, week and weekday, ISO week, or month and day as they are.
bool place_in_year(const TimeCaptures& captures, std::optional<int> weekday, bool has_year, CivilTime& out) {
    const bool has_week = captures.has('U') || captures.has('W');
    if (captures.has('j')) {
        set_date_from_days(days_from_civil(out.year, 1, 1) + captures.get('j', 1) - 1, out);
        return true;
    }
    if (weekday && has_week) {
        const std::int64_t week = captures.get('U', captures.get('W', 0));
        const std::int64_t day = day_of_week_number(out.year, week, *weekday, !captures.has('U'));
        set_date_from_days(days_from_civil(out.year, 1, 1) + day - 1, out);
        return true;
    }
    if (weekday && !has_year && captures.has('G') && captures.has('V')) {
        const int iso_year = static_cast<int>(captures.get('G', 1));
        set_date_from_days(days_of_iso_week(iso_year, captures.get('V', 1), *weekday), out);
        return true;
    }
    return out.year >= kYearMin && out.day <= days_in_month(out.year, out.month);
}

bool set_date(const TimeCaptures& captures, CivilTime& out) {
    const bool has_year = captures.has('y') || captures.has('Y');
    const std::optional<int> weekday = weekday_of(captures);
    if (!is_week_use_allowed(captures, has_year, weekday.has_value())) {
        return false;
    }
    out.month = month_of(captures);
    out.day = static_cast<int>(captures.get('d', 1));
    // Without a year 1904 stands in, when a 29th of February is asked for, and becomes 1900 (which had none) at the
    // end.
    const bool is_leap_day = !has_year && out.month == 2 && out.day == 29;
    out.year = has_year ? year_of(captures) : (is_leap_day ? 1904 : 1900);
    if (!place_in_year(captures, weekday, has_year, out)) {
        return false;
    }
    out.year = is_leap_day ? 1900 : out.year;
    return true;
}

}  // namespace

std::optional<CivilTime> civil_from_captures(const TimeCaptures& captures) {
    CivilTime time;
    if (!set_date(captures, time)) {
        return std::nullopt;
    }
    time.hour = hour_of(captures);
    time.minute = static_cast<int>(captures.get('M', 0));
    time.second = static_cast<int>(captures.get('S', 0));
    time.microsecond = static_cast<int>(captures.get('f', 0));
    if (captures.has('z')) {
        time.offset_us = captures.get('z', 0);
    }
    if (!is_valid(time)) {
        return std::nullopt;
    }
    return time;
}

}  // namespace levada
