#include "yaml_time.h"

#include "objects.h"
#include "try.h"

#include <optional>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;

struct YamlTime {
    CivilTime time;
    bool is_date = false;
};

/// Reads the text from left to right; every step is false where the text is no time.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::optional<YamlTime> read() {
        YamlTime result;
        CivilTime& time = result.time;
        if (!number(4, 4, time.year) || !skip('-') || !number(1, 2, time.month) || !skip('-') ||
            !number(1, 2, time.day)) {
            return std::nullopt;
        }
        if (at_ == text_.size()) {
            constexpr std::size_t kDateSize = 10;
            result.is_date = true;
            return text_.size() == kDateSize ? std::optional(result) : std::nullopt;
        }
        const bool is_whole = separator() && number(1, 2, time.hour) && skip(':') && number(2, 2, time.minute) &&
                              skip(':') && number(2, 2, time.second);
        if (!is_whole) {
            return std::nullopt;
        }
        fraction(time.microsecond);
        return offset(time) ? std::optional(result) : std::nullopt;
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool skip(char wanted) {
        const bool is_there = peek() == wanted;
        at_ += is_there ? 1 : 0;
        return is_there;
    }

    bool number(std::size_t digits_min, std::size_t digits_max, int& out) {
        const std::size_t start = at_;
        out = 0;
        while (at_ - start < digits_max && is_ascii_digit(peek())) {
            out = out * 10 + (text_[at_++] - '0');
        }
        return at_ - start >= digits_min;
    }

    bool skip_blanks() {
        const std::size_t start = at_;
        while (peek() == ' ' || peek() == '\t') {
            ++at_;
        }
        return at_ > start;
    }

    bool separator() { return skip('T') || skip('t') || skip_blanks(); }

    /// Digits beyond the sixth are dropped.
    void fraction(int& micros) {
        micros = 0;
        if (!skip('.')) {
            return;
        }
        for (int unit = 100'000; is_ascii_digit(peek()); unit /= 10) {
            micros += unit * (text_[at_++] - '0');
        }
    }

    bool offset(CivilTime& time) {
        if (at_ == text_.size()) {
            return true;
        }
        skip_blanks();
        if (skip('Z')) {
            time.offset_us = 0;
            return at_ == text_.size();
        }
        const bool is_negative = peek() == '-';
        int hours = 0;
        int minutes = 0;
        if ((!skip('-') && !skip('+')) || !number(1, 2, hours) || (skip(':') && !number(2, 2, minutes))) {
            return false;
        }
        const std::int64_t micros = (std::int64_t{hours} * 60 + minutes) * kMicrosPerMinute;
        time.offset_us = is_negative ? -micros : micros;
        return at_ == text_.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_yaml_time(std::string_view text) {
    return Reader(text).read().has_value();
}

Outcome<Value> yaml_time(std::string_view text) {
    const std::optional<YamlTime> read = Reader(text).read();
    if (!read || read->time.year < kYearMin || !is_valid(read->time)) {
        return fail(FaultKind::value_error, "no date or time: '" + std::string(text) + "'");
    }
    return read->is_date ? make_date(read->time)
                         : make_date_time(read->time, std::string(read->time.offset_us ? kPythonZone : ""));
}

}  // namespace levada::jinja
