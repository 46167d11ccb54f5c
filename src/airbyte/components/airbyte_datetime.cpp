#include "airbyte_datetime.h"

#include <algorithm>

#include "levada/base/civil_text.h"
#include "levada/base/civil_time.h"
#include "levada/base/text.h"
#include "levada/base/time.h"

namespace levada::airbyte {
namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::int64_t> from_date(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '-');
    CivilTime time;
    const std::optional<std::int64_t> year = parse_int64(parts[0]);
    const std::optional<std::int64_t> month = parse_int64(parts[1]);
    const std::optional<std::int64_t> day = parse_int64(parts[2]);
    if (!year || !month || !day || *year < kYearMin || *year > kYearMax || *month < 1 || *month > 12) {
        return std::nullopt;
    }
    time.year = static_cast<int>(*year);
    time.month = static_cast<int>(*month);
    if (*day < 1 || *day > days_in_month(time.year, time.month)) {
        return std::nullopt;
    }
    time.day = static_cast<int>(*day);
    return utc_micros(time);
}

std::int64_t micros_of(Instant when) {
    return std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch()).count();
}

/// An offset without colon, or of hours only, gets the form that RFC 3339 wants.
std::string with_full_offset(std::string text) {
    const std::size_t sign = text.find_last_of("+-");
    if (sign == std::string::npos || sign < text.find(':')) {
        return text;
    }
    const std::string digits = text.substr(sign + 1);
    if (is_digits(digits) && digits.size() == 4) {
        text.insert(sign + 3, ":");
    } else if (is_digits(digits) && digits.size() == 2) {
        text += ":00";
    }
    return text;
}

/// RFC 3339 for years that an Instant cannot hold: tokens that never end are said to end in 9999.
std::optional<std::int64_t> from_far_date(std::string_view text) {
    constexpr std::size_t kDateSize = 10;
    constexpr std::string_view kEpoch = "1970-01-01";
    if (text.size() <= kDateSize || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const std::optional<std::int64_t> date = from_date(text.substr(0, kDateSize));
    const Result<Instant> time = parse_rfc3339(std::string(kEpoch) + std::string(text.substr(kDateSize)));
    return date && time ? std::optional(*date + micros_of(*time)) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_airbyte_datetime(std::string_view text) {
    constexpr std::size_t kSecondsDigitsMax = 10;
    if (is_digits(text)) {
        const std::optional<std::int64_t> seconds = text.size() <= kSecondsDigitsMax ? parse_int64(text) : std::nullopt;
        return seconds ? std::optional(*seconds * kMicrosPerSecond) : std::nullopt;
    }
    const bool has_time = text.find(':') != std::string_view::npos;
    if (!has_time) {
        const bool is_date = std::count(text.begin(), text.end(), '-') == 2 && text.find('/') == std::string_view::npos;
        return is_date ? from_date(text) : std::nullopt;
    }
    const std::string full = with_full_offset(std::string(trim(text)));
    if (const Result<Instant> parsed = parse_rfc3339(full)) {
        return micros_of(*parsed);
    }
    if (const std::optional<std::int64_t> parsed = from_far_date(full)) {
        return parsed;
    }
    if (const std::optional<Instant> parsed = parse_http_date(trim(text))) {
        return micros_of(*parsed);
    }
    return std::nullopt;
}

std::string format_airbyte_datetime(std::int64_t micros) {
    const std::optional<CivilTime> time = civil_from_micros(micros, 0);
    if (!time) {
        return "";
    }
    const std::string_view format = time->microsecond == 0 ? "%Y-%m-%dT%H:%M:%S+00:00" : "%Y-%m-%dT%H:%M:%S.%f+00:00";
    return format_civil(*time, format);
}

}  // namespace levada::airbyte
