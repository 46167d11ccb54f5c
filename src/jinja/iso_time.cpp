#include "iso_time.h"

#include <algorithm>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;

/// Reads from the front of a text.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::size_t rest() const { return text_.size() - at_; }
    std::size_t digits_ahead() const {
        std::size_t count = 0;
        while (at_ + count < text_.size() && is_ascii_digit(text_[at_ + count])) {
            ++count;
        }
        return count;
    }
    bool skip(char c) {
        const bool is_there = peek() == c && !at_end();
        at_ += is_there ? 1U : 0U;
        return is_there;
    }
    /// Exactly `count` digits.
    std::optional<int> number(std::size_t count) {
        if (digits_ahead() < count) {
            return std::nullopt;
        }
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value * 10 + (text_[at_++] - '0');
        }
        return value;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

bool set_from_days(std::int64_t days, CivilTime& out) {
    set_date_from_days(days, out);
    return out.year >= kYearMin && out.year <= kYearMax;
}

bool read_week_date(Reader& reader, bool has_dash, CivilTime& out) {
    const std::optional<int> week = reader.number(2);
    int day = 1;
    if (!week || *week < 1 || *week > 53) {
        return false;
    }
    if (!reader.at_end() && reader.peek() != 'T') {
        if (reader.skip('-') != has_dash) {
            return false;
        }
        const std::optional<int> read = reader.number(1);
        if (!read || *read < 1 || *read > 7) {
            return false;
        }
        day = *read;
    }
    const std::int64_t fourth = days_from_civil(out.year, 1, 4);
    const std::int64_t first_monday = fourth - weekday_from_days(fourth);
    return set_from_days(first_monday + std::int64_t{*week - 1} * 7 + day - 1, out);
}

bool read_day_of_year(Reader& reader, CivilTime& out) {
    const std::optional<int> day = reader.number(3);
    if (!day || *day < 1 || *day > 365 + (is_leap_year(out.year) ? 1 : 0)) {
        return false;
    }
    return set_from_days(days_from_civil(out.year, 1, 1) + *day - 1, out);
}

bool read_month_and_day(Reader& reader, bool has_dash, CivilTime& out) {
    const std::optional<int> month = reader.number(2);
    if (!month) {
        return false;
    }
    out.month = *month;
    if (reader.at_end() || reader.peek() == 'T') {
        // YYYY-MM is a date, YYYYMM is not.
        return has_dash;
    }
    if (reader.skip('-') != has_dash) {
        return false;
    }
    const std::optional<int> day = reader.number(2);
    out.day = day.value_or(0);
    return day.has_value();
}

bool read_date(Reader& reader, CivilTime& out) {
    const std::optional<int> year = reader.number(4);
    if (!year) {
        return false;
    }
    out.year = *year;
    out.month = 1;
    out.day = 1;
    if (reader.at_end()) {
        return true;
    }
    const bool has_dash = reader.skip('-');
    if (reader.skip('W')) {
        return read_week_date(reader, has_dash, out);
    }
    if (reader.digits_ahead() == 3) {
        return read_day_of_year(reader, out);
    }
    return read_month_and_day(reader, has_dash, out);
}

bool read_offset(Reader& reader, CivilTime& out) {
    if (reader.skip('Z') || reader.skip('z')) {
        out.offset_us = 0;
        return reader.at_end();
    }
    const bool is_negative = reader.peek() == '-';
    if (!reader.skip('+') && !reader.skip('-')) {
        return false;
    }
    const std::optional<int> hours = reader.number(2);
    std::optional<int> minutes = 0;
    if (hours && !reader.at_end()) {
        reader.skip(':');
        minutes = reader.number(2);
    }
    if (!hours || !minutes || *hours > 23 || *minutes > 59 || !reader.at_end()) {
        return false;
    }
    const std::int64_t offset = (std::int64_t{*hours} * 60 + *minutes) * kMicrosPerMinute;
    out.offset_us = is_negative ? -offset : offset;
    return true;
}

bool read_fraction(Reader& reader, CivilTime& out) {
    const std::size_t digits = reader.digits_ahead();
    if (digits == 0) {
        return false;
    }
    int micros = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const int digit = reader.number(1).value_or(0);
        micros = i < 6 ? micros * 10 + digit : micros;
    }
    for (std::size_t i = digits; i < 6; ++i) {
        micros *= 10;
    }
    out.microsecond = micros;
    return true;
}

bool is_offset_start(char c) {
    return c == 'Z' || c == 'z' || c == '+' || c == '-';
}

bool read_time(Reader& reader, CivilTime& out) {
    int* const fields[] = {&out.hour, &out.minute, &out.second};
    bool has_colon = false;
    for (std::size_t i = 0; i < 3 && !reader.at_end() && !is_offset_start(reader.peek()); ++i) {
        if (i > 0) {
            const bool colon = reader.skip(':');
            if (i > 1 && colon != has_colon) {
                return false;
            }
            has_colon = colon;
        }
        const std::optional<int> value = reader.number(2);
        if (!value) {
            return false;
        }
        *fields[i] = *value;
        if (i == 2 && (reader.skip('.') || reader.skip(',')) && !read_fraction(reader, out)) {
            return false;
        }
    }
    return reader.at_end() || read_offset(reader, out);
}

}  // namespace

std::optional<CivilTime> parse_iso_time(std::string_view text) {
    Reader reader(text);
    CivilTime time;
    if (!read_date(reader, time)) {
        return std::nullopt;
    }
    if (!reader.at_end()) {
        // One separator of any kind, then a time.
        const char separator = reader.peek();
        if (is_ascii_digit(separator) || !reader.skip(separator) || reader.at_end() || !read_time(reader, time)) {
            return std::nullopt;
        }
    }
    const bool is_midnight_24 = time.hour == 24 && time.minute == 0 && time.second == 0 && time.microsecond == 0;
    if (is_midnight_24) {
        time.hour = 0;
    }
    if (time.year < kYearMin || !is_valid(time)) {
        return std::nullopt;
    }
    if (is_midnight_24) {
        return civil_from_micros(local_micros(time) + kMicrosPerDay, time.offset_us);
    }
    return time;
}

}  // namespace levada::jinja
