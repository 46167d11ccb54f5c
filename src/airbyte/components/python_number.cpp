#include "python_number.h"

#include "python_digits.h"

#include <cmath>
#include <limits>
#include <string>

#include "levada/airbyte/components/interpolation.h"
#include "levada/base/ascii.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

/// Takes out the underscores that Python allows between digits; nothing when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            plain += text[i];
            continue;
        }
        if (i == 0 || i + 1 == text.size() || !is_ascii_digit(text[i - 1]) || !is_ascii_digit(text[i + 1])) {
            return std::nullopt;
        }
    }
    return plain;
}

/// The names Python's float() reads besides numbers, without their sign.
std::optional<double> special_float(std::string_view text) {
    const bool is_negative = !text.empty() && text.front() == '-';
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    const double sign = is_negative ? -1.0 : 1.0;
    if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity")) {
        return sign * std::numeric_limits<double>::infinity();
    }
    if (equals_ignoring_case(text, "nan")) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return std::nullopt;
}

bool has_only_number_characters(std::string_view text) {
    return text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

}  // namespace

std::optional<double> python_float(std::string_view written) {
    const std::string ascii = with_ascii_digits(written);
    const std::string_view text = trim(ascii);
    if (const std::optional<double> special = special_float(text)) {
        return special;
    }
    const std::optional<std::string> plain = without_underscores(text);
    if (!plain || plain->empty() || !has_only_number_characters(*plain)) {
        return std::nullopt;
    }
    std::string_view digits = *plain;
    if (digits.front() == '+') {
        digits.remove_prefix(1);
    }
    return parse_double(digits);
}

Result<double> python_float(const Json& value, std::string_view what) {
    if (value.is_boolean()) {
        return value.as_boolean() ? 1.0 : 0.0;
    }
    if (value.is_number()) {
        return value.as_double();
    }
    if (value.is_string()) {
        if (const std::optional<double> number = python_float(value.as_string())) {
            return *number;
        }
    }
    return Error(ErrorCode::invalid_data, std::string(what) + ": wanted a number, found " + python_str(value));
}

Result<std::int64_t> python_int(const Json& value, std::string_view what) {
    if (value.is_boolean()) {
        return value.as_boolean() ? 1 : 0;
    }
    if (value.is_integer()) {
        return value.as_integer();
    }
    if (value.kind() == Json::Kind::number && std::abs(value.as_double()) < 9.0e18) {
        return static_cast<std::int64_t>(value.as_double());
    }
    if (value.is_string()) {
        const std::optional<std::string> plain = without_underscores(trim(with_ascii_digits(value.as_string())));
        if (plain && !plain->empty()) {
            const std::string_view digits =
                plain->front() == '+' ? std::string_view(*plain).substr(1) : std::string_view(*plain);
            if (const std::optional<std::int64_t> number = parse_int64(digits)) {
                return *number;
            }
        }
    }
    return Error(ErrorCode::invalid_data, std::string(what) + ": wanted an integer, found " + python_str(value));
}

}  // namespace levada::airbyte
