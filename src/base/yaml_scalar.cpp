#include "yaml_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "levada/base/text.h"

namespace levada {

namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_all(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::optional<Json> word_of(std::string_view text) {
    if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) {
        return Json();
    }
    if (is_one_of(text, {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})) {
        return Json(true);
    }
    if (is_one_of(text, {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})) {
        return Json(false);
    }
    return std::nullopt;
}

std::optional<Json> integer_of_base(std::string_view digits, int base, bool is_negative) {
    std::int64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return Json(is_negative ? -value : value);
}

/// 1:30 is 90 in YAML 1.1.
std::optional<Json> sexagesimal_of(std::string_view text, bool is_negative) {
    double total = 0;
    bool is_float = false;
    for (const std::string_view part : split(text, ':')) {
        const auto value = parse_double(part);
        if (!value) {
            return std::nullopt;
        }
        is_float = is_float || part.find('.') != std::string_view::npos;
        total = total * 60 + *value;
    }
    total = is_negative ? -total : total;
    return is_float ? Json(total) : Json(static_cast<std::int64_t>(total));
}

/// [1-9][0-9_]*(:[0-5]?[0-9])+ with an optional fraction.
bool is_sexagesimal(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() < 2 || !is_all(parts.front(), "0123456789")) {
        return false;
    }
    return std::all_of(parts.begin() + 1, parts.end(), [&](std::string_view part) {
        const std::string_view whole = part.substr(0, part.find('.'));
        const bool is_fraction_allowed = &part == &parts.back() || whole.size() == part.size();
        return is_all(whole, "0123456789") && whole.size() <= 2 && (whole.size() == 1 || whole[0] < '6') &&
               (whole.size() == part.size() ||
                (is_fraction_allowed && is_all(part.substr(whole.size() + 1), "0123456789")));
    });
}

std::optional<Json> integer_of(std::string_view text, bool is_negative) {
    if (text == "0") {
        return Json(0);
    }
    if (text.starts_with("0b") && is_all(text.substr(2), "01")) {
        return integer_of_base(text.substr(2), 2, is_negative);
    }
    if (text.starts_with("0x") && is_all(text.substr(2), "0123456789abcdefABCDEF")) {
        return integer_of_base(text.substr(2), 16, is_negative);
    }
    if (text.starts_with("0") && is_all(text.substr(1), "01234567")) {
        return integer_of_base(text.substr(1), 8, is_negative);
    }
    if (!is_all(text, "0123456789") || text.front() == '0') {
        return std::nullopt;
    }
    const std::string digits = (is_negative ? "-" : "") + std::string(text);
    if (const auto value = parse_int64(digits)) {
        return Json(*value);
    }
    return Json(Json::BigInteger{digits});
}

bool is_digits_or_empty(std::string_view text) {
    return text.empty() || is_all(text, "0123456789");
}

/// [-+][0-9]+
bool is_signed_digits(std::string_view text) {
    return text.size() >= 2 && (text[0] == '+' || text[0] == '-') && is_all(text.substr(1), "0123456789");
}

/// [0-9]+\.[0-9]*([eE][-+][0-9]+)?  or  \.[0-9]+…; an exponent needs its sign, a float its point.
std::optional<Json> float_of(std::string_view text, bool is_negative) {
    if (is_one_of(text, {".inf", ".Inf", ".INF"})) {
        const double infinity = std::numeric_limits<double>::infinity();
        return Json(is_negative ? -infinity : infinity);
    }
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t exponent = std::min(text.find_first_of("eE"), text.size());
    if (point > exponent) {
        return std::nullopt;
    }
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(point + 1, exponent - point - 1);
    if (!is_digits_or_empty(whole) || !is_digits_or_empty(fraction) || (whole.empty() && fraction.empty())) {
        return std::nullopt;
    }
    if (exponent < text.size() && !is_signed_digits(text.substr(exponent + 1))) {
        return std::nullopt;
    }
    std::string number = (whole.empty() ? "0" : "") + std::string(text);
    number.erase(std::remove(number.begin(), number.end(), '+'), number.end());
    const auto value = parse_double(number);
    return value ? std::optional(Json(is_negative ? -*value : *value)) : std::nullopt;
}

}  // namespace

Json resolve_yaml_scalar(const std::string& text) {
    if (const auto word = word_of(text)) {
        return *word;
    }
    if (is_one_of(text, {".nan", ".NaN", ".NAN"})) {
        return Json(std::numeric_limits<double>::quiet_NaN());
    }
    const bool is_signed = text[0] == '-' || text[0] == '+';
    const bool is_negative = text[0] == '-';
    std::string_view body = std::string_view(text).substr(is_signed ? 1 : 0);
    if (body.empty() || std::string_view("0123456789.").find(body[0]) == std::string_view::npos) {
        return Json(text);
    }
    const std::string without_underscores = replace_all(std::string(body), "_", "");
    body = without_underscores;
    if (auto value = integer_of(body, is_negative)) {
        return *value;
    }
    if (auto value = float_of(body, is_negative)) {
        return *value;
    }
    if (is_sexagesimal(body)) {
        return sexagesimal_of(body, is_negative).value_or(Json(text));
    }
    return Json(text);
}

}  // namespace levada
