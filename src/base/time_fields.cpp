#include "time_fields.h"

#include "levada/base/civil_time.h"

namespace levada {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"january",
                                                      "february",
                                                      "march",
                                                      "april",
                                                      "may",
                                                      "june",
                                                      "july",
                                                      "august",
                                                      "september",
                                                      "october",
                                                      "november",
                                                      "december"};

bool starts_with(std::string_view text, std::string_view lower_prefix) {
    if (text.size() < lower_prefix.size()) {
        return false;
    }
    for (std::size_t i = 0; i < lower_prefix.size(); ++i) {
        if (ascii_lower(text[i]) != lower_prefix[i]) {
            return false;
        }
    }
    return true;
}

/// Digits of `text` from its begin, at most `width`: their count and value.
struct Digits {
    std::size_t count = 0;
    std::int64_t value = 0;
};

Digits digits_of(std::string_view text, std::size_t width) {
    Digits digits;
    while (digits.count < width && digits.count < text.size() && is_ascii_digit(text[digits.count])) {
        digits.value = digits.value * 10 + (text[digits.count] - '0');
        ++digits.count;
    }
    return digits;
}

/// Longest first, as the alternatives of a number field are written: "3[0-1]|[1-2]\d|0[1-9]|[1-9]".
void add_number(Candidates& out, std::string_view text, std::size_t width, std::int64_t min, std::int64_t max) {
    for (std::size_t size = width; size >= 1; --size) {
        const Digits digits = digits_of(text, size);
        if (digits.count == size && digits.value >= min && digits.value <= max) {
            out.add(size, digits.value);
        }
    }
}

void add_exact(Candidates& out, std::string_view text, std::size_t width) {
    const Digits digits = digits_of(text, width);
    if (digits.count == width) {
        out.add(width, digits.value);
    }
}

void add_fraction(Candidates& out, std::string_view text) {
    static constexpr std::array<std::int64_t, 7> kScale = {0, 100'000, 10'000, 1'000, 100, 10, 1};
    for (std::size_t size = digits_of(text, 6).count; size >= 1; --size) {
        out.add(size, digits_of(text, size).value * kScale[size]);
    }
}

void add_day(Candidates& out, std::string_view text) {
    add_number(out, text, 2, 1, 31);
    if (text.size() >= 2 && text[0] == ' ' && text[1] >= '1' && text[1] <= '9') {
        out.add(2, text[1] - '0');
    }
}

template <std::size_t N>
void add_name(Candidates& out, std::string_view text, const std::array<std::string_view, N>& names, bool is_short) {
    for (std::size_t i = 0; i < N; ++i) {
        const std::string_view name = is_short ? names[i].substr(0, 3) : names[i];
        if (starts_with(text, name)) {
            out.add(name.size(), static_cast<std::int64_t>(i));
            return;
        }
    }
}

/// "5[0-3]|0[1-9]|[1-4]\d|\d": two zeros are no week, one is.
void add_iso_week(Candidates& out, std::string_view text) {
    add_number(out, text, 2, 1, 53);
    if (!text.empty() && text[0] == '0') {
        out.add(1, 0);
    }
}

/// An offset up to its minutes: "+HH:?MM"; the length, or 0.
std::size_t offset_minutes_length(std::string_view text) {
    if (text.size() < 5 || (text[0] != '+' && text[0] != '-') || digits_of(text.substr(1), 2).count != 2) {
        return 0;
    }
    const std::size_t at = text[3] == ':' ? 4 : 3;
    const Digits minutes = digits_of(text.substr(at), 2);
    return minutes.count == 2 && minutes.value < 60 ? at + 2 : 0;
}

/// The seconds that may follow: ":?SS"; their length, or 0.
std::size_t offset_seconds_length(std::string_view rest) {
    const std::size_t at = !rest.empty() && rest[0] == ':' ? 1 : 0;
    const Digits seconds = rest.size() > at ? digits_of(rest.substr(at), 2) : Digits{};
    return seconds.count == 2 && seconds.value < 60 ? at + 2 : 0;
}

std::int64_t offset_value(std::string_view text) {
    const bool has_colon = text[3] == ':';
    const std::size_t minutes_at = has_colon ? 4 : 3;
    std::int64_t micros =
        (digits_of(text.substr(1), 2).value * 3'600 + digits_of(text.substr(minutes_at), 2).value * 60) *
        kMicrosPerSecond;
    std::string_view rest = text.substr(minutes_at + 2);
    if (!rest.empty()) {
        // Python reads the seconds by position, so a colon before them only works together with the first one.
        if (has_colon != (rest[0] == ':')) {
            return kInconsistentOffset;
        }
        rest.remove_prefix(has_colon ? 1 : 0);
        micros += digits_of(rest, 2).value * kMicrosPerSecond;
        Candidates fraction;
        add_fraction(fraction, rest.size() > 3 ? rest.substr(3) : std::string_view());
        micros += fraction.count > 0 ? fraction.items[0].value : 0;
    }
    return text[0] == '-' ? -micros : micros;
}

void add_offset(Candidates& out, std::string_view text) {
    if (!text.empty() && text[0] == 'Z') {
        out.add(1, 0);
        return;
    }
    const std::size_t minutes = offset_minutes_length(text);
    if (minutes == 0) {
        return;
    }
    const std::size_t seconds = offset_seconds_length(text.substr(minutes));
    const std::size_t with_seconds = minutes + seconds;
    if (seconds > 0) {
        const std::string_view rest = text.substr(with_seconds);
        const std::size_t digits = !rest.empty() && rest[0] == '.' ? digits_of(rest.substr(1), 6).count : 0;
        if (digits > 0) {
            const std::size_t whole = with_seconds + 1 + digits;
            out.add(whole, offset_value(text.substr(0, whole)));
        }
        out.add(with_seconds, offset_value(text.substr(0, with_seconds)));
    }
    out.add(minutes, offset_value(text.substr(0, minutes)));
}

void add_numeric_field(Candidates& out, char directive, std::string_view text) {
    switch (directive) {
        case 'H':
            return add_number(out, text, 2, 0, 23);
        case 'I':
        case 'm':
            return add_number(out, text, 2, 1, 12);
        case 'M':
            return add_number(out, text, 2, 0, 59);
        case 'S':
            return add_number(out, text, 2, 0, 61);
        case 'j':
            return add_number(out, text, 3, 1, 366);
        case 'U':
        case 'W':
            return add_number(out, text, 2, 0, 53);
        case 'V':
            return add_iso_week(out, text);
        case 'w':
            return add_number(out, text, 1, 0, 6);
        case 'u':
            return add_number(out, text, 1, 1, 7);
        case 'y':
            return add_exact(out, text, 2);
        case 'Y':
        case 'G':
            return add_exact(out, text, 4);
        default:
            return;
    }
}

}  // namespace

Candidates candidates_of(char directive, std::string_view text) {
    Candidates out;
    switch (directive) {
        case 'd':
            add_day(out, text);
            break;
        case 'f':
            add_fraction(out, text);
            break;
        case 'z':
            add_offset(out, text);
            break;
        case 'A':
            add_name(out, text, kWeekdays, false);
            break;
        case 'a':
            add_name(out, text, kWeekdays, true);
            break;
        case 'B':
            add_name(out, text, kMonths, false);
            break;
        case 'b':
            add_name(out, text, kMonths, true);
            break;
        case 'p':
            if (starts_with(text, "am") || starts_with(text, "pm")) {
                out.add(2, ascii_lower(text[0]) == 'p' ? 1 : 0);
            }
            break;
        case 'Z':
            if (starts_with(text, "utc") || starts_with(text, "gmt")) {
                out.add(3, 0);
            }
            break;
        default:
            add_numeric_field(out, directive, text);
            break;
    }
    return out;
}

}  // namespace levada
