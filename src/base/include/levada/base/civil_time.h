#pragma once

#include <cstdint>
#include <optional>

namespace levada {

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
inline constexpr int kYearMin = 1;
inline constexpr int kYearMax = 9999;

/// A date and time of day on the proleptic Gregorian calendar with an optional UTC offset; no offset means naive.
/// Source: Python 3.11 datetime.datetime, whose range (years 1 to 9999) and precision (microseconds) these are.
struct CivilTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int microsecond = 0;
    std::optional<std::int64_t> offset_us;

    bool operator==(const CivilTime&) const = default;
};

/// Days from 1970-01-01 to the date, which may be negative.
std::int64_t days_from_civil(int year, int month, int day);

/// Sets year, month and day of `out` to the date that many days after 1970-01-01.
void set_date_from_days(std::int64_t days, CivilTime& out);

bool is_leap_year(int year);

/// 28 to 31; `month` is 1 to 12.
int days_in_month(int year, int month);

/// 0 is Monday, 6 is Sunday. Source: Python's date.weekday().
int weekday_from_days(std::int64_t days);

/// Microseconds from 1970-01-01 00:00 on the same wall clock, whatever the offset.
std::int64_t local_micros(const CivilTime& time);

/// Microseconds from the Unix epoch; a naive time counts as UTC.
std::int64_t utc_micros(const CivilTime& time);

/// The wall clock time `micros` after 1970-01-01 00:00, or nothing outside years 1 to 9999.
std::optional<CivilTime> civil_from_micros(std::int64_t micros, std::optional<std::int64_t> offset_us);

/// True when each field is in its range: a day that its month has, second 0 to 59, offset strictly within a day.
bool is_valid(const CivilTime& time);

}  // namespace levada
