// Python's int(text) and float(text).
#include "objects.h"
#include "ops.h"
#include "unicode.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::jinja {

namespace {

bool is_digit_of(char c, unsigned base) {
    if (is_ascii_digit(c)) {
        return static_cast<unsigned>(c - '0') < base;
    }
    const char lower = static_cast<char>(c | 0x20);
    return is_ascii_lower(lower) && static_cast<unsigned>(lower - 'a') + 10 < base;
}

/// Removes underscores between digits; false when one stands elsewhere.
bool remove_underscores(std::string_view text, unsigned base, std::string& out) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            out += text[i];
            continue;
        }
        const bool is_between =
            i > 0 && i + 1 < text.size() && is_digit_of(text[i - 1], base) && is_digit_of(text[i + 1], base);
        if (!is_between) {
            return false;
        }
    }
    return true;
}

/// Takes 0x, 0o or 0b off `digits` and gives the base; for base 0 also decides the base. 0 when the text is wrong.
unsigned take_prefix(std::string& digits, unsigned base) {
    const std::string prefix = digits.size() > 1 && digits[0] == '0' ? to_lower(digits.substr(0, 2)) : "";
    const unsigned prefix_base = prefix == "0x" ? 16 : prefix == "0o" ? 8 : prefix == "0b" ? 2 : 0;
    if (prefix_base != 0 && (base == 0 || base == prefix_base)) {
        digits.erase(0, 2);
        if (!digits.empty() && digits[0] == '_') {
            digits.erase(0, 1);
        }
        return prefix_base;
    }
    if (base == 0) {
        // Python refuses 017 here, but takes 00.
        const bool is_octal_like =
            digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of("0_") != std::string::npos;
        return is_octal_like ? 0 : 10;
    }
    return base;
}

/// Turns decimal digits of any script into ASCII ones; false when another non-ASCII character occurs.
bool to_ascii_digits(std::string_view text, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        if (code < 0x80) {
            out += static_cast<char>(code);
            continue;
        }
        if (!has_property(code, UnicodeProperty::decimal)) {
            return false;
        }
        char32_t zero = code;
        while (zero > 0 && code - zero < 9 && has_property(zero - 1, UnicodeProperty::decimal)) {
            --zero;
        }
        // Digits stand in runs of ten that begin at a multiple of ten from the start of their block.
        out += static_cast<char>('0' + (code - zero) % 10);
    }
    return true;
}

std::optional<double> special_real(std::string_view text) {
    std::string lower = to_lower(text);
    const bool is_negative = !lower.empty() && lower[0] == '-';
    if (!lower.empty() && (lower[0] == '-' || lower[0] == '+')) {
        lower.erase(0, 1);
    }
    double value = 0;
    if (lower == "inf" || lower == "infinity") {
        value = std::numeric_limits<double>::infinity();
    } else if (lower == "nan") {
        value = std::numeric_limits<double>::quiet_NaN();
    } else {
        return std::nullopt;
    }
    return is_negative ? -value : value;
}

}  // namespace

std::optional<Value> parse_integer(std::string_view text, unsigned base) {
    std::string ascii;
    if (!to_ascii_digits(strip(text), ascii)) {
        return std::nullopt;
    }
    const bool has_sign = !ascii.empty() && (ascii[0] == '-' || ascii[0] == '+');
    const std::string sign = has_sign ? ascii.substr(0, 1) : "";
    std::string digits = ascii.substr(sign.size());
    base = take_prefix(digits, base);
    std::string plain;
    if (base == 0 || digits.empty() || !remove_underscores(digits, base, plain) || plain[0] == '-' || plain[0] == '+') {
        return std::nullopt;
    }
    const bool is_power_of_two = (base & (base - 1)) == 0;
    if (plain.size() > (is_power_of_two ? BigInteger::kBitsMax / 5 : kIntegerDigitsMax)) {
        return std::nullopt;
    }
    std::optional<BigInteger> number = BigInteger::parse(sign + plain, base);
    if (!number) {
        return std::nullopt;
    }
    return value_of(std::move(*number));
}

std::optional<double> parse_real(std::string_view text) {
    std::string ascii;
    std::string plain;
    if (!to_ascii_digits(strip(text), ascii) || !remove_underscores(ascii, 10, plain)) {
        return std::nullopt;
    }
    if (const std::optional<double> special = special_real(plain)) {
        return special;
    }
    if (!plain.empty() && plain[0] == '+') {
        plain.erase(0, 1);
        if (!plain.empty() && plain[0] == '-') {
            return std::nullopt;
        }
    }
    if (plain.empty() || plain.find_first_not_of("0123456789.eE+-") != std::string::npos) {
        return std::nullopt;
    }
    double value = 0;
    const char* end = plain.data() + plain.size();
    const auto result = std::from_chars(plain.data(), end, value);
    if (result.ptr != end) {
        return std::nullopt;
    }
    if (result.ec == std::errc::result_out_of_range) {
        const std::size_t exponent = plain.find_first_of("eE");
        const bool is_tiny = exponent != std::string::npos && plain.compare(exponent + 1, 1, "-") == 0;
        value = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
        return plain[0] == '-' ? -value : value;
    }
    return value;
}

}  // namespace levada::jinja
