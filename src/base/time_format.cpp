#include "levada/base/time_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "levada/base/ascii.h"
#include "levada/base/civil_text.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada {
namespace {

constexpr std::string_view kMillis = "%_ms";

constexpr std::size_t kNumberTextBytesMax = 64;

/// A text as Python's int() reads it: blanks around, a sign, single underscores between digits.
struct IntegerText {
    std::int64_t value = 0;
    TimeOutcome outcome = TimeOutcome::unparseable;
};

bool is_digit_at(std::string_view text, std::size_t position) {
    return position < text.size() && is_ascii_digit(text[position]);
}

/// Whether int() accepts the letter where it stands: a digit, a sign in front, an underscore between two digits.
bool is_integer_letter(std::string_view text, std::size_t position) {
    const char letter = text[position];
    if (letter == '_') {
        return position > 0 && is_digit_at(text, position - 1) && is_digit_at(text, position + 1);
    }
    return is_digit_at(text, position) || (position == 0 && (letter == '+' || letter == '-'));
}

IntegerText python_int(std::string_view text) {
    text = trim(text);
    std::array<char, kNumberTextBytesMax> digits{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (!is_integer_letter(text, i)) {
            return {};
        }
        if (letter == '_' || letter == '+') {
            continue;
        }
        if (count == digits.size()) {
            return {0, TimeOutcome::overflow};
        }
        digits[count++] = letter;
    }
    IntegerText out;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + count, out.value);
    if (error == std::errc::result_out_of_range) {
        return {0, TimeOutcome::overflow};
    }
    out.outcome = error == std::errc() && end == digits.data() + count ? TimeOutcome::parsed : TimeOutcome::unparseable;
    return out;
}

/// Microseconds since the epoch as a UTC time. Past the calendar, datetime.fromtimestamp raises ValueError, adding a
/// timedelta raises OverflowError.
TimeOutcome from_epoch_micros(std::int64_t micros, TimeOutcome past_calendar, CivilTime& out) {
    const std::optional<CivilTime> time = civil_from_micros(micros, 0);
    if (!time) {
        return past_calendar;
    }
    out = *time;
    return TimeOutcome::parsed;
}

TimeOutcome from_epoch_integer(std::int64_t value, std::int64_t unit_us, CivilTime& out) {
    const bool is_timestamp = unit_us == kMicrosPerSecond;
    std::int64_t micros = 0;
    const TimeOutcome past = is_timestamp ? TimeOutcome::unparseable : TimeOutcome::overflow;
    if (__builtin_mul_overflow(value, unit_us, &micros)) {
        return past;
    }
    return from_epoch_micros(micros, past, out);
}

/// datetime.fromtimestamp(float): rounds half to even.
TimeOutcome from_epoch_seconds(double seconds, CivilTime& out) {
    if (std::isnan(seconds)) {
        return TimeOutcome::unparseable;
    }
    if (std::fabs(seconds) > 1e12) {
        return std::fabs(seconds) > 9.2e18 ? TimeOutcome::overflow : TimeOutcome::unparseable;
    }
    const double whole = std::floor(seconds);
    const double micros = std::nearbyint((seconds - whole) * 1e6);
    return from_epoch_micros(static_cast<std::int64_t>(whole) * kMicrosPerSecond + static_cast<std::int64_t>(micros),
                             TimeOutcome::unparseable,
                             out);
}

/// datetime.timestamp(): the float nearest to the exact number of seconds.
double timestamp_of(const CivilTime& time) {
    return static_cast<double>(static_cast<long double>(utc_micros(time)) / 1e6L);
}

std::int64_t truncated(double value) {
    return static_cast<std::int64_t>(value);
}

/// The text of a JSON string without its quotes; false when it has escapes.
bool is_plain_string(std::string_view raw, std::string_view& text) {
    if (raw.size() < 2 || raw.front() != '"') {
        return false;
    }
    text = raw.substr(1, raw.size() - 2);
    return text.find('\\') == std::string_view::npos;
}

}  // namespace

TimeFormat::TimeFormat(std::string_view format)
    : text_(format),
      has_millis_(format.find(kMillis) != std::string_view::npos),
      strftime_format_(replace_all(std::string(format), kMillis, "%f")),
      pattern_(strftime_format_) {
    if (format == "%s") {
        kind_ = Kind::epoch_seconds;
    } else if (format == "%s_as_float") {
        kind_ = Kind::epoch_float;
    } else if (format == "%epoch_microseconds") {
        kind_ = Kind::epoch_micros;
    } else if (format == "%ms") {
        kind_ = Kind::epoch_millis;
    }
}

TimeOutcome TimeFormat::parse(std::string_view text, CivilTime& out) const {
    if (kind_ == Kind::epoch_float) {
        const std::optional<double> seconds = parse_double(trim(text));
        return seconds ? from_epoch_seconds(*seconds, out) : TimeOutcome::unparseable;
    }
    if (kind_ == Kind::pattern) {
        const std::optional<CivilTime> time = pattern_.parse(text);
        if (!time) {
            return TimeOutcome::unparseable;
        }
        out = *time;
        out.offset_us = time->offset_us.value_or(0);
        return TimeOutcome::parsed;
    }
    const IntegerText number = python_int(text);
    if (number.outcome != TimeOutcome::parsed) {
        return number.outcome;
    }
    const std::int64_t unit =
        kind_ == Kind::epoch_seconds ? kMicrosPerSecond : (kind_ == Kind::epoch_millis ? 1'000 : 1);
    return from_epoch_integer(number.value, unit, out);
}

TimeOutcome TimeFormat::parse_float(double value, CivilTime& out) const {
    if (kind_ == Kind::epoch_float) {
        return from_epoch_seconds(value, out);
    }
    if (kind_ == Kind::pattern) {
        std::string text;
        append_json_double(text, value);
        return parse(text, out);
    }
    if (std::isnan(value)) {
        return TimeOutcome::unparseable;
    }
    if (std::fabs(value) >= 9.2e18) {
        return TimeOutcome::overflow;
    }
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), truncated(value)).ptr;
    return parse(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())), out);
}

TimeOutcome TimeFormat::parse_json(std::string_view raw, CivilTime& out) const {
    raw = trim(raw);
    if (raw.empty()) {
        return TimeOutcome::unparseable;
    }
    std::string_view text;
    if (is_plain_string(raw, text)) {
        return parse(text, out);
    }
    if (raw.front() == '"') {
        const Result<Json> value = levada::parse_json(raw);
        return value ? parse(value->as_string(), out) : TimeOutcome::unparseable;
    }
    if (raw == "true") {
        return parse(is_epoch() ? "1" : "True", out);
    }
    if (raw == "false") {
        return parse(is_epoch() ? "0" : "False", out);
    }
    if (raw.front() == '{' || raw.front() == '[' || raw == "null") {
        return is_epoch() ? TimeOutcome::wrong_type : TimeOutcome::unparseable;
    }
    if (raw.find_first_of(".eE") == std::string_view::npos) {
        return parse(raw, out);
    }
    const std::optional<double> value = parse_double(raw);
    return value ? parse_float(*value, out) : TimeOutcome::unparseable;
}

std::string TimeFormat::format(const CivilTime& time) const {
    switch (kind_) {
        case Kind::epoch_seconds:
            return std::to_string(truncated(timestamp_of(time)));
        case Kind::epoch_float: {
            std::string text;
            append_json_double(text, timestamp_of(time));
            return text;
        }
        case Kind::epoch_micros:
            return std::to_string(truncated(timestamp_of(time) * 1e6));
        case Kind::epoch_millis:
            return std::to_string(truncated(timestamp_of(time) * 1e3));
        case Kind::pattern:
            break;
    }
    std::string text = format_civil(time, strftime_format_);
    if (!has_millis_) {
        return text;
    }
    // The whole text is searched for the six digits, as the CDK does, not only the place of the directive.
    std::string millis = std::to_string(1000 + time.microsecond / 1000).substr(1);
    return replace_all(std::move(text), format_civil(time, "%f"), millis);
}

}  // namespace levada
