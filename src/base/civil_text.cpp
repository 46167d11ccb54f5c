#include "levada/base/civil_text.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "levada/base/json.h"

namespace levada {
namespace {

constexpr std::size_t kPrintedBytesMax = 1024;

void append_digits(std::string& out, std::int64_t value, int width) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%0*lld", width, static_cast<long long>(value));
    out += text.data();
}

/// "+0100", "+01:00" with `separator`, seconds and microseconds only when there are some.
std::string offset_text(std::int64_t offset_us, const char* separator) {
    const std::int64_t size_us = std::llabs(offset_us);
    const std::int64_t seconds = size_us / kMicrosPerSecond;
    std::string text = offset_us < 0 ? "-" : "+";
    append_digits(text, seconds / 3'600, 2);
    text += separator;
    append_digits(text, seconds / 60 % 60, 2);
    if (size_us % (60 * kMicrosPerSecond) != 0) {
        text += separator;
        append_digits(text, seconds % 60, 2);
    }
    if (size_us % kMicrosPerSecond != 0) {
        text += '.';
        append_digits(text, size_us % kMicrosPerSecond, 6);
    }
    return text;
}

std::string zone_name(const CivilTime& time) {
    if (!time.offset_us) {
        return "";
    }
    return *time.offset_us == 0 ? "UTC" : "UTC" + offset_text(*time.offset_us, ":");
}

/// The directives that Python prints itself, and %s, which the C library would take from the machine's zone.
bool append_own(std::string& out, const CivilTime& time, char directive) {
    switch (directive) {
        case 'z':
            out += time.offset_us ? offset_text(*time.offset_us, "") : "";
            return true;
        case 'Z':
            out += zone_name(time);
            return true;
        case 'f':
            append_digits(out, time.microsecond, 6);
            return true;
        case 's':
            append_digits(out, (local_micros(time) - time.microsecond) / kMicrosPerSecond, 1);
            return true;
        default:
            return false;
    }
}

std::tm to_tm(const CivilTime& time) {
    const std::int64_t days = days_from_civil(time.year, time.month, time.day);
    std::tm parts{};
    parts.tm_year = time.year - 1900;
    parts.tm_mon = time.month - 1;
    parts.tm_mday = time.day;
    parts.tm_hour = time.hour;
    parts.tm_min = time.minute;
    parts.tm_sec = time.second;
    parts.tm_wday = (weekday_from_days(days) + 1) % 7;
    parts.tm_yday = static_cast<int>(days - days_from_civil(time.year, 1, 1));
    parts.tm_isdst = -1;
    return parts;
}

/// Prints what is left for the C library. The program never leaves the C locale.
void append_by_library(std::string& out, const CivilTime& time, const std::string& format) {
    if (format.find('%') == std::string::npos) {
        out += format;
        return;
    }
    const std::tm parts = to_tm(time);
    std::array<char, kPrintedBytesMax> text{};
    out.append(text.data(), std::strftime(text.data(), text.size(), format.c_str(), &parts));
}

}  // namespace

std::string format_civil(const CivilTime& time, std::string_view format) {
    std::string out;
    std::string pending;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            pending += format[i];
            continue;
        }
        std::string own;
        if (append_own(own, time, format[i + 1])) {
            append_by_library(out, time, pending);
            pending.clear();
            out += own;
        } else {
            pending += format.substr(i, 2);
        }
        ++i;
    }
    append_by_library(out, time, pending);
    return out;
}

std::string python_float_text(double value) {
    if (std::isnan(value)) {
        return "nan";
    }
    if (std::isinf(value)) {
        return value < 0 ? "-inf" : "inf";
    }
    std::string text;
    append_json_double(text, value);
    return text;
}

}  // namespace levada
