#include "yaml_time.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "levada/base/ascii.h"
#include "levada/base/civil_time.h"
#include "levada/base/text.h"

namespace levada {

namespace {

constexpr int kFractionDigits = 6;

/// Reads a text from left to right; every part that is not there makes it fail for good.
class TimeText {
public:
    explicit TimeText(std::string_view text) : left_(text) {}

    bool has_failed() const { return has_failed_; }
    bool is_at_end() const { return left_.empty(); }

    int number(std::size_t digits_min, std::size_t digits_max) {
        const std::string_view digits = take_while("0123456789", digits_max);
        has_failed_ = has_failed_ || digits.size() < digits_min;
        return static_cast<int>(parse_int64(digits).value_or(0));
    }
    bool skip(std::string_view one_of) {
        const bool is_there = !left_.empty() && one_of.find(left_.front()) != std::string_view::npos;
        left_.remove_prefix(is_there ? 1 : 0);
        return is_there;
    }
    void want(std::string_view one_of) { has_failed_ = !skip(one_of) || has_failed_; }
    std::string_view take_while(std::string_view one_of, std::size_t size_max) {
        const std::size_t size = std::min({left_.find_first_not_of(one_of), left_.size(), size_max});
        const std::string_view taken = left_.substr(0, size);
        left_.remove_prefix(size);
        return taken;
    }

private:
    std::string_view left_;
    bool has_failed_ = false;
};

int micros_of(std::string_view fraction) {
    std::string digits(fraction.substr(0, kFractionDigits));
    digits.resize(kFractionDigits, '0');
    return static_cast<int>(parse_int64(digits).value_or(0));
}

/// `text` is behind the date and what separates it from the time.
void read_time(TimeText& text, CivilTime& time) {
    constexpr std::size_t kAnySize = 64;
    constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
    time.hour = text.number(1, 2);
    text.want(":");
    time.minute = text.number(2, 2);
    text.want(":");
    time.second = text.number(2, 2);
    if (text.skip(".")) {
        time.microsecond = micros_of(text.take_while("0123456789", kAnySize));
    }
    text.take_while(" \t", kAnySize);
    if (text.skip("Z")) {
        time.offset_us = 0;
        return;
    }
    const bool is_negative = text.skip("-");
    if (is_negative || text.skip("+")) {
        std::int64_t minutes = 60 * std::int64_t{text.number(1, 2)};
        minutes += text.skip(":") ? text.number(2, 2) : 0;
        time.offset_us = (is_negative ? -minutes : minutes) * kMicrosPerMinute;
    }
}

template <class... Numbers>
std::string printed(const char* format, Numbers... numbers) {
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), format, numbers...);
    return std::string(text.data(), static_cast<std::size_t>(size));
}

std::string offset_text(std::int64_t offset_us) {
    const auto minutes = static_cast<int>(std::abs(offset_us) / (60 * kMicrosPerSecond));
    return (offset_us < 0 ? "-" : "+") + printed("%02d:%02d", minutes / 60, minutes % 60);
}

enum class Precision : std::uint8_t { day, microsecond };

/// Reads a date, or a date and a time; nothing for any other text.
std::optional<Precision> read_moment(std::string_view written, CivilTime& time) {
    constexpr std::size_t kDateSize = 10;
    TimeText text(written);
    time.year = text.number(4, 4);
    text.want("-");
    time.month = text.number(1, 2);
    text.want("-");
    time.day = text.number(1, 2);
    if (text.has_failed()) {
        return std::nullopt;
    }
    if (text.is_at_end()) {
        return written.size() == kDateSize ? std::optional(Precision::day) : std::nullopt;
    }
    if (!text.skip("Tt") && text.take_while(" \t", written.size()).empty()) {
        return std::nullopt;
    }
    read_time(text, time);
    return text.has_failed() || !text.is_at_end() ? std::nullopt : std::optional(Precision::microsecond);
}

}  // namespace

Result<std::optional<std::string>> yaml_time_text(std::string_view text) {
    CivilTime time;
    const bool may_be_one = !text.empty() && is_ascii_digit(text.front());
    const std::optional<Precision> precision = may_be_one ? read_moment(text, time) : std::nullopt;
    if (!precision) {
        return std::optional<std::string>();
    }
    if (!is_valid(time)) {
        return Error(ErrorCode::invalid_config, "YAML: no such date or time: " + std::string(text));
    }
    std::string out = printed("%04d-%02d-%02d", time.year, time.month, time.day);
    if (*precision == Precision::microsecond) {
        out += printed(" %02d:%02d:%02d", time.hour, time.minute, time.second);
        out += time.microsecond > 0 ? printed(".%06d", time.microsecond) : "";
        out += time.offset_us ? offset_text(*time.offset_us) : "";
    }
    return std::optional(std::move(out));
}

}  // namespace levada
