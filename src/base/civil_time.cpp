#include "levada/base/civil_time.h"

namespace levada {
namespace {

constexpr std::int64_t kDaysPerEra = 146'097;   // 400 years.
constexpr std::int64_t kDaysToEpoch = 719'468;  // From 0000-03-01 to 1970-01-01.

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    const std::int64_t quotient = value / by;
    return (value % by < 0) ? quotient - 1 : quotient;
}

}  // namespace

bool is_leap_year(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month) {
    if (month == 2) {
        return is_leap_year(year) ? 29 : 28;
    }
    return (month == 4 || month == 6 || month == 9 || month == 11) ? 30 : 31;
}

std::int64_t days_from_civil(int year, int month, int day) {
    // Years begin in March here, so that the leap day is the last of its year. Source: H. Hinnant, "chrono-Compatible
    // Low-Level Date Algorithms".
    const std::int64_t march_year = month <= 2 ? year - 1 : year;
    const std::int64_t era = floor_div(march_year, 400);
    const std::int64_t year_of_era = march_year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * kDaysPerEra + day_of_era - kDaysToEpoch;
}

void set_date_from_days(std::int64_t days, CivilTime& out) {
    const std::int64_t shifted = days + kDaysToEpoch;
    const std::int64_t era = floor_div(shifted, kDaysPerEra);
    const std::int64_t day_of_era = shifted - era * kDaysPerEra;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t march_month = (5 * day_of_year + 2) / 153;
    out.day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1);
    out.month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
    out.year = static_cast<int>(year_of_era + era * 400 + (out.month <= 2 ? 1 : 0));
}

int weekday_from_days(std::int64_t days) {
    const std::int64_t from_monday = days + 3;  // 1970-01-01 was a Thursday.
    return static_cast<int>(from_monday - floor_div(from_monday, 7) * 7);
}

std::int64_t local_micros(const CivilTime& time) {
    const std::int64_t days = days_from_civil(time.year, time.month, time.day);
    const std::int64_t seconds =
        days * 86'400 + time.hour * std::int64_t{3'600} + time.minute * std::int64_t{60} + time.second;
    return seconds * kMicrosPerSecond + time.microsecond;
}

std::int64_t utc_micros(const CivilTime& time) {
    return local_micros(time) - time.offset_us.value_or(0);
}

std::optional<CivilTime> civil_from_micros(std::int64_t micros, std::optional<std::int64_t> offset_us) {
    static const std::int64_t kFirst = days_from_civil(kYearMin, 1, 1) * kMicrosPerDay;
    static const std::int64_t kEnd = days_from_civil(kYearMax + 1, 1, 1) * kMicrosPerDay;
    if (micros < kFirst || micros >= kEnd) {
        return std::nullopt;
    }
    CivilTime time;
    const std::int64_t days = floor_div(micros, kMicrosPerDay);
    const std::int64_t of_day = micros - days * kMicrosPerDay;
    set_date_from_days(days, time);
    time.microsecond = static_cast<int>(of_day % kMicrosPerSecond);
    const int seconds = static_cast<int>(of_day / kMicrosPerSecond);
    time.hour = seconds / 3'600;
    time.minute = seconds / 60 % 60;
    time.second = seconds % 60;
    time.offset_us = offset_us;
    return time;
}

bool is_valid(const CivilTime& time) {
    const auto is_within = [](std::int64_t value, std::int64_t least, std::int64_t most) {
        return value >= least && value <= most;
    };
    const bool is_date = is_within(time.year, kYearMin, kYearMax) && is_within(time.month, 1, 12) &&
                         is_within(time.day, 1, days_in_month(time.year, time.month));
    const bool is_clock = is_within(time.hour, 0, 23) && is_within(time.minute, 0, 59) &&
                          is_within(time.second, 0, 59) && is_within(time.microsecond, 0, kMicrosPerSecond - 1);
    const std::int64_t offset = time.offset_us.value_or(0);
    return is_date && is_clock && offset > -kMicrosPerDay && offset < kMicrosPerDay;
}

}  // namespace levada
