#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "levada/base/civil_time.h"

namespace levada {

/// An ISO 8601 duration: microseconds, and besides them years and months that have no fixed length.
/// Source: PyPI isodate 0.6.1 (parse_duration, Duration), which airbyte-cdk 7.39.1 uses.
struct IsoDuration {
    std::int64_t micros = 0;
    double years = 0;
    double months = 0;

    /// True when years or months were given: isodate then makes a Duration, else a timedelta.
    bool is_calendar() const { return years != 0 || months != 0; }

    /// Python's bool(): a timedelta of zero is false, a Duration never is.
    bool is_truthy() const { return is_calendar() || micros != 0; }

    bool operator==(const IsoDuration&) const = default;
};

/// Nothing where isodate raises. The alternative form (P2003-02-01T00:00:00) is not read.
std::optional<IsoDuration> parse_iso_duration(std::string_view text);

enum class ShiftOutcome : std::uint8_t { shifted, overflow, invalid };  ///< see shift_by()

/// Adds the duration `times` times (1 or -1) to `time`: years and months first, the day cut to the month's last, then
/// the rest. `overflow`: a fixed length led outside years 1 to 9999 (OverflowError); `invalid`: years and months did,
/// or they are fractions (ValueError).
ShiftOutcome shift_by(CivilTime& time, const IsoDuration& duration, int times);

}  // namespace levada
