#include "levada/base/iso_duration.h"

#include <cmath>
#include <cstddef>
#include <iterator>

#include "levada/base/ascii.h"

namespace levada {
namespace {

constexpr long double kMicrosMax = 999'999'999.0L * 86'400.0L * 1'000'000.0L;  // timedelta.max, in days.
constexpr long double kMicrosKept = 9.2e18L;                                   // What std::int64_t holds.

/// Reads "12", "1.5" or "1,5" at `at` and moves past it.
std::optional<long double> read_number(std::string_view text, std::size_t& at) {
    const std::size_t first = at;
    long double value = 0;
    while (at < text.size() && is_ascii_digit(text[at])) {
        value = value * 10 + (text[at++] - '0');
    }
    if (at == first) {
        return std::nullopt;
    }
    const bool has_fraction =
        at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_ascii_digit(text[at + 1]);
    if (has_fraction) {
        ++at;
        for (long double scale = 10; at < text.size() && is_ascii_digit(text[at]); scale *= 10) {
            value += (text[at++] - '0') / scale;
        }
    }
    return value;
}

struct Sum {
    long double micros = 0;
    long double years = 0;
    long double months = 0;
};

/// Adds the value under its letter; false when the letter is unknown or not after the one before (`order`).
bool add_field(Sum& sum, char letter, bool is_clock, long double value, int& order) {
    struct Unit {
        char letter;
        bool is_clock;
        long double micros;
    };
    static constexpr Unit kUnits[] = {
        {'Y', false, 0},
        {'M', false, 0},
        {'W', false, 604'800e6L},
        {'D', false, 86'400e6L},
        {'H', true, 3'600e6L},
        {'M', true, 60e6L},
        {'S', true, 1e6L},
    };
    for (int i = 0; i < static_cast<int>(std::size(kUnits)); ++i) {
        if (kUnits[i].letter != letter || kUnits[i].is_clock != is_clock) {
            continue;
        }
        if (i <= order) {
            return false;
        }
        order = i;
        sum.years += i == 0 ? value : 0;
        sum.months += i == 1 ? value : 0;
        sum.micros += value * kUnits[i].micros;
        return true;
    }
    return false;
}

std::optional<Sum> parse_fields(std::string_view text) {
    Sum sum;
    int order = -1;
    bool is_clock = false;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == 'T' && !is_clock) {
            is_clock = true;
            ++at;
            continue;
        }
        const std::optional<long double> value = read_number(text, at);
        if (!value || at >= text.size() || !add_field(sum, text[at], is_clock, *value, order)) {
            return std::nullopt;
        }
        ++at;
    }
    return sum;
}

bool is_whole(double value) {
    return std::floor(value) == value;
}

/// Moves `time` by whole months, the day cut to the last of its new month; false outside years 1 to 9999.
bool add_months(CivilTime& time, double years, double months) {
    const double month_index = time.month - 1 + months;
    const double carry = std::floor(month_index / 12);
    const double year = time.year + years + carry;
    if (year < kYearMin || year > kYearMax) {
        return false;
    }
    time.year = static_cast<int>(year);
    time.month = static_cast<int>(month_index - carry * 12) + 1;
    const int last = days_in_month(time.year, time.month);
    time.day = time.day > last ? last : time.day;
    return true;
}

}  // namespace

std::optional<IsoDuration> parse_iso_duration(std::string_view text) {
    bool is_negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    if (text.size() < 2 || text.front() != 'P') {
        return std::nullopt;
    }
    const std::optional<Sum> sum = parse_fields(text.substr(1));
    if (!sum || sum->micros > kMicrosMax) {
        return std::nullopt;
    }
    const double sign = is_negative ? -1 : 1;
    // Longer than 292,000 years leads outside the calendar anyway.
    const long double micros = sum->micros > kMicrosKept ? kMicrosKept : std::nearbyint(sum->micros);
    IsoDuration duration;
    duration.micros = static_cast<std::int64_t>(micros) * (is_negative ? -1 : 1);
    duration.years = static_cast<double>(sum->years) * sign;
    duration.months = static_cast<double>(sum->months) * sign;
    return duration;
}

ShiftOutcome shift_by(CivilTime& time, const IsoDuration& duration, int times) {
    CivilTime moved = time;
    if (duration.is_calendar()) {
        if (!is_whole(duration.years) || !is_whole(duration.months) ||
            !add_months(moved, duration.years * times, duration.months * times)) {
            return ShiftOutcome::invalid;
        }
    }
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(duration.micros, static_cast<std::int64_t>(times), &micros) ||
        __builtin_add_overflow(local_micros(moved), micros, &micros)) {
        return ShiftOutcome::overflow;
    }
    const std::optional<CivilTime> result = civil_from_micros(micros, time.offset_us);
    if (!result) {
        return ShiftOutcome::overflow;
    }
    time = *result;
    return ShiftOutcome::shifted;
}

}  // namespace levada
