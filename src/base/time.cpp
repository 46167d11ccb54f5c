#include "levada/base/time.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "levada/base/assert.h"
#include "levada/base/text.h"

namespace levada {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// Reads digits and separators of a fixed form from the left.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::optional<int> digits(std::size_t count) {
        int value = 0;
        if (text_.size() < count) {
            return std::nullopt;
        }
        const auto read = std::from_chars(text_.data(), text_.data() + count, value);
        if (read.ec != std::errc() || read.ptr != text_.data() + count || text_.front() == '-') {
            return std::nullopt;
        }
        text_.remove_prefix(count);
        return value;
    }

    bool take_any(std::string_view characters) {
        if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    char front() const { return text_.empty() ? '\0' : text_.front(); }
    bool is_at_end() const { return text_.empty(); }

private:
    std::string_view text_;
};

std::optional<Instant> instant_of(int year, int month, int day, nanoseconds of_day) {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    constexpr int kYearFirst = 1678;
    constexpr int kYearLast = 2261;
    if (!date.ok() || year < kYearFirst || year > kYearLast || of_day >= hours(24) + seconds(1)) {
        return std::nullopt;
    }
    return Instant(std::chrono::sys_days(date).time_since_epoch()) + of_day;
}

std::optional<nanoseconds> scan_fraction(Scanner& scanner) {
    nanoseconds fraction{0};
    std::int64_t unit = 100'000'000;
    int count = 0;
    while (const auto digit = scanner.digits(1)) {
        fraction += nanoseconds(*digit * unit);
        unit /= 10;
        ++count;
    }
    return count > 0 ? std::optional(fraction) : std::nullopt;
}

std::optional<nanoseconds> scan_time_of_day(Scanner& scanner) {
    const auto hour = scanner.digits(2);
    if (!hour || !scanner.take_any(":")) {
        return std::nullopt;
    }
    const auto minute = scanner.digits(2);
    if (!minute || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    nanoseconds of_day = hours(*hour) + minutes(*minute);
    if (!scanner.take_any(":")) {
        return of_day;
    }
    const auto second = scanner.digits(2);
    if (!second || *second > 60) {
        return std::nullopt;
    }
    of_day += seconds(*second);
    if (scanner.take_any(".,")) {
        const auto fraction = scan_fraction(scanner);
        return fraction ? std::optional(of_day + *fraction) : std::nullopt;
    }
    return of_day;
}

std::optional<nanoseconds> scan_offset(Scanner& scanner) {
    if (scanner.is_at_end() || scanner.take_any("Zz")) {
        return nanoseconds(0);
    }
    const bool is_west = scanner.front() == '-';
    if (!scanner.take_any("+-")) {
        return std::nullopt;
    }
    const auto hour = scanner.digits(2);
    scanner.take_any(":");
    const auto minute = scanner.is_at_end() ? std::optional(0) : scanner.digits(2);
    if (!hour || !minute || *hour > 23 || *minute > 59) {
        return std::nullopt;
    }
    const nanoseconds offset = hours(*hour) + minutes(*minute);
    return is_west ? -offset : offset;
}

std::optional<Instant> scan_rfc3339(std::string_view text) {
    Scanner scanner(text);
    const auto year = scanner.digits(4);
    if (!year || !scanner.take_any("-")) {
        return std::nullopt;
    }
    const auto month = scanner.digits(2);
    if (!month || !scanner.take_any("-")) {
        return std::nullopt;
    }
    const auto day = scanner.digits(2);
    if (!day) {
        return std::nullopt;
    }
    nanoseconds of_day{0};
    nanoseconds offset{0};
    if (scanner.take_any("Tt ")) {
        const auto time = scan_time_of_day(scanner);
        if (!time) {
            return std::nullopt;
        }
        const auto shift = scan_offset(scanner);
        if (!shift) {
            return std::nullopt;
        }
        of_day = *time;
        offset = *shift;
    }
    const auto instant = instant_of(*year, *month, *day, of_day);
    if (!instant || !scanner.is_at_end()) {
        return std::nullopt;
    }
    return *instant - offset;
}

int month_of(std::string_view name) {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::size_t at = kMonths.find(name.substr(0, 3));
    return name.size() < 3 || at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

std::optional<Instant> http_date_of(std::string_view day,
                                    std::string_view month,
                                    std::string_view year,
                                    std::string_view time) {
    const auto day_number = parse_int64(day);
    auto year_number = parse_int64(year);
    Scanner scanner(time);
    const auto of_day = scan_time_of_day(scanner);
    if (!day_number || !year_number || !of_day || month_of(month) == 0) {
        return std::nullopt;
    }
    if (year.size() == 2) {
        *year_number += *year_number < 70 ? 2000 : 1900;
    }
    return instant_of(static_cast<int>(*year_number), month_of(month), static_cast<int>(*day_number), *of_day);
}

}  // namespace

std::string format_utc(Instant when, int fraction_digits) {
    LEVADA_ASSERT(fraction_digits >= 0 && fraction_digits <= 9);
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{when - day};
    std::array<char, 48> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%04d-%02u-%02uT%02d:%02d:%02d.%09d",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    constexpr std::size_t kSecondsLength = 19;
    std::string out(text.data());
    out.resize(fraction_digits == 0 ? kSecondsLength : kSecondsLength + 1 + static_cast<std::size_t>(fraction_digits));
    return out + "Z";
}

Result<Instant> parse_rfc3339(std::string_view text) {
    if (const auto instant = scan_rfc3339(text)) {
        return *instant;
    }
    return Error(ErrorCode::invalid_data,
                 "wanted a time such as 2026-01-02T03:04:05Z, found \"" + std::string(text.substr(0, 64)) + "\"");
}

std::optional<Instant> parse_http_date(std::string_view text) {
    std::string flat(text);
    for (char& c : flat) {
        c = c == '-' || c == ',' ? ' ' : c;
    }
    std::vector<std::string_view> words;
    for (const std::string_view word : split(flat, ' ')) {
        if (!word.empty()) {
            words.push_back(word);
        }
    }
    if (words.size() == 6) {  // IMF-fixdate and RFC 850: Sun 06 Nov 1994 08:49:37 GMT
        return http_date_of(words[1], words[2], words[3], words[4]);
    }
    if (words.size() == 5) {  // asctime: Sun Nov 6 08:49:37 1994
        return http_date_of(words[2], words[1], words[4], words[3]);
    }
    return std::nullopt;
}

std::int64_t to_milliseconds(Instant when) {
    return std::chrono::floor<std::chrono::milliseconds>(when.time_since_epoch()).count();
}

Instant from_milliseconds(std::int64_t since_epoch) {
    return Instant(std::chrono::milliseconds(since_epoch));
}

}  // namespace levada
