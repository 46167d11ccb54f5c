#include "value_text.h"

#include <cmath>
#include <cstdio>

#include "levada/base/ascii.h"
#include "levada/base/civil_time.h"
#include "levada/base/text.h"

namespace levada::duckdb {
namespace {

constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;
constexpr std::int64_t kInfinitySentinel = INT64_MAX;

/// Reads a text from the left; each step says whether it matched and moves only then.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool digits(std::size_t count, int& value) {
        if (rest_.size() < count) {
            return false;
        }
        int sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const char c = rest_[i];
            if (c < '0' || c > '9') {
                return false;
            }
            sum = sum * 10 + (c - '0');
        }
        value = sum;
        rest_.remove_prefix(count);
        return true;
    }

    bool any_of(std::string_view candidates, char& found) {
        if (rest_.empty() || candidates.find(rest_.front()) == std::string_view::npos) {
            return false;
        }
        found = rest_.front();
        rest_.remove_prefix(1);
        return true;
    }

    bool literal(char wanted) {
        char found = 0;
        return any_of(std::string_view(&wanted, 1), found);
    }

    /// A fraction of any length, cut to microseconds.
    bool fraction(int& micros) {
        char separator = 0;
        if (!any_of(".,", separator)) {
            return true;
        }
        int sum = 0;
        std::size_t count = 0;
        for (; count < rest_.size() && is_ascii_digit(rest_[count]); ++count) {
            sum = count < 6 ? sum * 10 + (rest_[count] - '0') : sum;
        }
        for (std::size_t i = count; i < 6; ++i) {
            sum *= 10;
        }
        rest_.remove_prefix(count);
        micros = sum;
        return count > 0;
    }

    bool is_at_end() const { return rest_.empty(); }
    void skip_blanks() {
        while (!rest_.empty() && rest_.front() == ' ') {
            rest_.remove_prefix(1);
        }
    }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> read_date(Reader& reader) {
    int year = 0;
    int month = 0;
    int day = 0;
    char separator = 0;
    if (!reader.digits(4, year) || !reader.any_of("-/.", separator) || !reader.digits(2, month) ||
        !reader.literal(separator) || !reader.digits(2, day)) {
        return std::nullopt;
    }
    if (year < kYearMin || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) {
        return std::nullopt;
    }
    return days_from_civil(year, month, day);
}

/// `HH:MM[:SS[.f…]]` as microseconds of the day; 24:00 and leap seconds are refused.
std::optional<std::int64_t> read_time(Reader& reader) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int micros = 0;
    if (!reader.digits(2, hour) || !reader.literal(':') || !reader.digits(2, minute)) {
        return std::nullopt;
    }
    if (reader.literal(':') && (!reader.digits(2, second) || !reader.fraction(micros))) {
        return std::nullopt;
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return hour * kMicrosPerHour + minute * kMicrosPerMinute + second * kMicrosPerSecond + micros;
}

/// `Z`, `UTC` or `±HH[[:]MM]`; nothing at all is offset 0.
std::optional<std::int64_t> read_offset(Reader& reader) {
    reader.skip_blanks();
    if (reader.is_at_end()) {
        return 0;
    }
    if (reader.literal('Z') || reader.literal('z')) {
        return 0;
    }
    if (reader.literal('U')) {
        return reader.literal('T') && reader.literal('C') ? std::optional<std::int64_t>(0) : std::nullopt;
    }
    char sign = 0;
    int hours = 0;
    int minutes = 0;
    if (!reader.any_of("+-", sign) || !reader.digits(2, hours)) {
        return std::nullopt;
    }
    const bool has_colon = reader.literal(':');
    if (!reader.digits(2, minutes) && has_colon) {
        return std::nullopt;
    }
    if (hours > 18 || minutes > 59) {
        return std::nullopt;
    }
    const std::int64_t offset = hours * kMicrosPerHour + minutes * kMicrosPerMinute;
    return sign == '-' ? -offset : offset;
}

}  // namespace

std::optional<std::int32_t> date_from_text(std::string_view text) {
    Reader reader(text);
    const std::optional<std::int64_t> days = read_date(reader);
    if (!days.has_value()) {
        return std::nullopt;
    }
    if (!reader.is_at_end() && !timestamp_from_text(text, Zone::local).has_value()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*days);
}

std::optional<std::int64_t> timestamp_from_text(std::string_view text, Zone zone) {
    Reader reader(text);
    const std::optional<std::int64_t> days = read_date(reader);
    if (!days.has_value()) {
        return std::nullopt;
    }
    if (reader.is_at_end()) {
        return *days * kMicrosPerDay;
    }
    char separator = 0;
    if (!reader.any_of("Tt ", separator)) {
        return std::nullopt;
    }
    const std::optional<std::int64_t> time = read_time(reader);
    if (!time.has_value()) {
        return std::nullopt;
    }
    const std::optional<std::int64_t> offset = read_offset(reader);
    if (!offset.has_value() || !reader.is_at_end()) {
        return std::nullopt;
    }
    return *days * kMicrosPerDay + *time - (zone == Zone::utc ? *offset : 0);
}

bool is_time_text(std::string_view text) {
    Reader reader(text);
    return read_time(reader).has_value() && read_offset(reader).has_value() && reader.is_at_end();
}

Fit integer_from_text(std::string_view text, std::int64_t& value) {
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
    }
    if (const std::optional<std::int64_t> whole = parse_int64(text)) {
        value = *whole;
        return Fit::fits;
    }
    const std::optional<double> number = parse_double(text);
    if (!number.has_value() || !std::isfinite(*number)) {
        return Fit::wrong_type;
    }
    if (*number != std::trunc(*number)) {
        return Fit::wrong_type;
    }
    // Beyond 2^53 a double no longer tells the digits that were sent.
    constexpr double kExactMax = 9007199254740992.0;
    if (std::fabs(*number) > kExactMax) {
        return Fit::too_large;
    }
    value = static_cast<std::int64_t>(*number);
    return Fit::fits;
}

std::string date_to_text(std::int32_t days) {
    if (days == INT32_MAX || days == -INT32_MAX) {
        return days > 0 ? "infinity" : "-infinity";
    }
    CivilTime time;
    set_date_from_days(days, time);
    char text[32];
    const int size = std::snprintf(text, sizeof(text), "%04d-%02d-%02d", time.year, time.month, time.day);
    return std::string(text, static_cast<std::size_t>(size));
}

std::string timestamp_to_text(std::int64_t micros, Zone zone) {
    if (micros == kInfinitySentinel || micros == -kInfinitySentinel) {
        return micros > 0 ? "infinity" : "-infinity";
    }
    std::int64_t days = micros / kMicrosPerDay;
    std::int64_t rest = micros % kMicrosPerDay;
    if (rest < 0) {
        rest += kMicrosPerDay;
        --days;
    }
    char text[40];
    int size = std::snprintf(text,
                             sizeof(text),
                             "T%02d:%02d:%02d",
                             static_cast<int>(rest / kMicrosPerHour),
                             static_cast<int>(rest / kMicrosPerMinute % 60),
                             static_cast<int>(rest / kMicrosPerSecond % 60));
    const int fraction = static_cast<int>(rest % kMicrosPerSecond);
    std::string out = date_to_text(static_cast<std::int32_t>(days)) + std::string(text, static_cast<std::size_t>(size));
    if (fraction != 0) {
        size = std::snprintf(text, sizeof(text), ".%06d", fraction);
        out.append(text, static_cast<std::size_t>(size));
    }
    if (zone == Zone::utc) {
        out.push_back('Z');
    }
    return out;
}

}  // namespace levada::duckdb
