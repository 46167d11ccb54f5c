#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace levada::duckdb {

/// What became of a value that had to fit a column's type.
enum class Fit : std::uint8_t { fits, wrong_type, too_large };

/// Days since 1970-01-01 of `YYYY-MM-DD` (also with `/` or `.`); a time after it is ignored.
std::optional<std::int32_t> date_from_text(std::string_view text);

/// Which clock a text without a zone, or with one, is read on.
enum class Zone : std::uint8_t {
    utc,   ///< an offset is applied; none means UTC
    local  ///< an offset is dropped
};

/// Microseconds since 1970-01-01 of an ISO 8601 date and time (blank for T accepted, fraction of any length).
std::optional<std::int64_t> timestamp_from_text(std::string_view text, Zone zone);

/// True for `HH:MM[:SS[.f…]]` with an optional offset.
bool is_time_text(std::string_view text);

/// A whole number; `1.0` and `1e3` are whole too. Sets `value` only when it fits.
Fit integer_from_text(std::string_view text, std::int64_t& value);

/// `YYYY-MM-DD`; years beyond 9999 with all their digits.
std::string date_to_text(std::int32_t days);

/// `YYYY-MM-DDTHH:MM:SS[.ffffff]` and `Z` for UTC; the fraction only when it is not zero.
std::string timestamp_to_text(std::int64_t micros, Zone zone);

}  // namespace levada::duckdb
