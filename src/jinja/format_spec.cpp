// format(value, spec): Python's format specification language.
#include "format.h"
#include "objects.h"
#include "ops.h"
#include "text.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "levada/base/ascii.h"
#include "levada/base/civil_text.h"

namespace levada::jinja {

namespace {

bool is_align(char c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
}

Outcome<std::size_t> read_number(std::string_view text, std::size_t& at) {
    std::size_t number = 0;
    while (at < text.size() && is_ascii_digit(text[at])) {
        number = number * 10 + static_cast<std::size_t>(text[at] - '0');
        if (number > kFormatWidthMax) {
            return fail(FaultKind::value_error, "Too many decimal digits in format string");
        }
        ++at;
    }
    return number;
}

void read_alignment(std::string_view text, std::size_t& at, FormatSpec& spec) {
    std::size_t after_fill = 0;
    if (text.empty()) {
        return;
    }
    decode_utf8(text, after_fill);
    if (after_fill < text.size() && is_align(text[after_fill])) {
        spec.fill = std::string(text.substr(0, after_fill));
        spec.has_fill = true;
        spec.align = text[after_fill];
        at = after_fill + 1;
    } else if (is_align(text[0])) {
        spec.align = text[0];
        at = 1;
    }
}

void read_flags(std::string_view text, std::size_t& at, FormatSpec& spec) {
    const auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
    if (peek() == '+' || peek() == '-' || peek() == ' ') {
        spec.sign = text[at++];
        spec.has_sign = true;
    }
    if (peek() == 'z') {
        spec.no_negative_zero = true;
        ++at;
    }
    if (peek() == '#') {
        spec.alternate = true;
        ++at;
    }
    if (peek() == '0' && !spec.has_fill) {
        spec.fill = "0";
        ++at;
        if (spec.align == 0) {
            spec.zero_padded = true;
            spec.align = '=';
        }
    }
}

std::string sign_text(bool is_negative, char sign) {
    if (is_negative) {
        return "-";
    }
    return sign == '-' ? std::string() : std::string(1, sign);
}

tl::unexpected<Fault> unknown_code(char type, const Value& value) {
    return fail(
        FaultKind::value_error,
        std::string("Unknown format code '") + type + "' for object of type '" + std::string(value.type_name()) + "'");
}

Outcome<std::string> format_string(const Value& value, const FormatSpec& spec) {
    if (spec.type != 0 && spec.type != 's') {
        return unknown_code(spec.type, value);
    }
    if (spec.has_sign || spec.no_negative_zero || spec.alternate || spec.grouping != 0 ||
        (spec.align == '=' && !spec.zero_padded)) {
        return fail(FaultKind::value_error, "sign, 'z', '#', ',' and '=' are not allowed in string format specifier");
    }
    std::string_view text = value.text();
    if (spec.precision) {
        text = text.substr(0, offset_of(text, *spec.precision));
    }
    FormatSpec plain = spec;
    if (plain.align == '=') {
        plain.align = '<';
    }
    return pad("", text, plain, '<');
}

struct IntegerForm {
    unsigned base = 10;
    std::string_view prefix;
};

std::optional<IntegerForm> integer_form(char type) {
    switch (type) {
        case 0:
        case 'd':
        case 'n':
            return IntegerForm{10, ""};
        case 'b':
            return IntegerForm{2, "0b"};
        case 'o':
            return IntegerForm{8, "0o"};
        case 'x':
            return IntegerForm{16, "0x"};
        case 'X':
            return IntegerForm{16, "0X"};
        default:
            return std::nullopt;
    }
}

/// Zero padding with grouping fills with grouped zeros, so that the separators go on.
std::string grouped_to_width(std::string digits, const FormatSpec& spec, std::size_t taken, std::size_t group) {
    if (spec.grouping == 0) {
        return digits;
    }
    const std::size_t integer_size = std::min(digits.find_first_not_of("0123456789abcdefABCDEF"), digits.size());
    const std::string rest = digits.substr(integer_size);
    std::string integer = digits.substr(0, integer_size);
    std::string grouped = group_digits(integer, spec.grouping, group);
    if (spec.fill == "0" && spec.align == '=') {
        while (grouped.size() + rest.size() + taken < spec.width) {
            integer.insert(0, "0");
            grouped = group_digits(integer, spec.grouping, group);
            if (grouped.size() + rest.size() + taken > spec.width && grouped[0] == spec.grouping) {
                break;
            }
        }
    }
    return grouped + rest;
}

Outcome<std::string> format_character(const Value& value, const FormatSpec& spec) {
    const std::optional<std::int64_t> code = small_integer(value);
    if (!code || *code < 0 || *code > 0x10FFFF) {
        return fail(FaultKind::overflow_error, "%c arg not in range(0x110000)");
    }
    std::string text;
    append_utf8(text, static_cast<char32_t>(*code));
    return pad("", text, spec, '<');
}

Outcome<std::string> format_real_value(double value, const FormatSpec& spec);

Outcome<std::string> format_integer(const Value& value, const FormatSpec& spec) {
    if (spec.type != 0 && std::string_view("eEfFgG%").find(spec.type) != std::string_view::npos) {
        LEVADA_LET(const double real, to_real(value));
        return format_real_value(real, spec);
    }
    if (spec.precision) {
        return fail(FaultKind::value_error, "Precision not allowed in integer format specifier");
    }
    if (spec.no_negative_zero) {
        return fail(FaultKind::value_error, "Negative zero coercion (z) not allowed in integer format specifier");
    }
    if (spec.type == 'c') {
        return spec.has_sign || spec.alternate
                   ? fail(FaultKind::value_error, "sign and '#' are not allowed with integer format specifier 'c'")
                   : format_character(value, spec);
    }
    const std::optional<IntegerForm> form = integer_form(spec.type);
    if (!form) {
        return unknown_code(spec.type, value);
    }
    const BigInteger number = big_of(value);
    std::string digits = (number.is_negative() ? number.negated() : number).to_string(form->base);
    if (spec.type == 'X') {
        std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) {
            return static_cast<char>(std::toupper(c));
        });
    }
    const std::string sign =
        sign_text(number.is_negative(), spec.sign) + std::string(spec.alternate ? form->prefix : "");
    digits = grouped_to_width(std::move(digits), spec, sign.size(), form->base == 10 ? 3 : 4);
    return pad(sign, digits, spec, '>');
}

/// 1.500 -> 1.5; of the digits behind the point `kept` stay at least, and without any the point goes, too.
std::string without_end_zeros(std::string digits, std::size_t kept) {
    const std::size_t point = digits.find('.');
    if (point == std::string::npos) {
        return digits;
    }
    while (digits.back() == '0' && digits.size() > point + 1 + kept) {
        digits.pop_back();
    }
    if (digits.back() == '.') {
        digits.pop_back();
    }
    return digits;
}

/// Digits of a float without type: like repr, but with at least one digit behind the point, and g with a precision.
std::string general_digits(double magnitude, const FormatSpec& spec) {
    if (!spec.precision) {
        return python_float_text(magnitude);
    }
    // As g, but switches to the exponent one digit earlier and keeps a digit behind the point.
    const std::size_t precision = std::max<std::size_t>(*spec.precision, 1);
    const std::string scientific = format_real(magnitude, 'e', precision - 1, spec.alternate);
    const std::size_t mantissa_end = scientific.find('e');
    const int exponent = std::atoi(scientific.c_str() + mantissa_end + 1);
    if (exponent < -4 || exponent >= static_cast<int>(precision) - 1) {
        return spec.alternate
                   ? scientific
                   : without_end_zeros(scientific.substr(0, mantissa_end), 0) + scientific.substr(mantissa_end);
    }
    const auto decimals = static_cast<std::size_t>(static_cast<int>(precision) - 1 - exponent);
    const std::string fixed = format_real(magnitude, 'f', decimals, spec.alternate);
    return spec.alternate ? fixed : without_end_zeros(fixed, 1);
}

std::string digits_without_number(double value, char type) {
    const bool is_upper = type == 'E' || type == 'F' || type == 'G';
    std::string digits = std::isnan(value) ? (is_upper ? "NAN" : "nan") : (is_upper ? "INF" : "inf");
    return type == '%' ? digits + "%" : digits;
}

std::string digits_of(double magnitude, char type, const FormatSpec& spec) {
    if (!std::isfinite(magnitude)) {
        return digits_without_number(magnitude, type);
    }
    if (type == 0) {
        return general_digits(magnitude, spec);
    }
    if (type == '%') {
        return format_real(magnitude * 100, 'f', spec.precision.value_or(6), spec.alternate) + "%";
    }
    return format_real(magnitude, type, spec.precision.value_or(6), spec.alternate);
}

Outcome<std::string> format_real_value(double value, const FormatSpec& spec) {
    const char type = spec.type == 'n' ? 'g' : spec.type;
    if (type != 0 && std::string_view("eEfFgG%").find(type) == std::string_view::npos) {
        return unknown_code(spec.type, Value::real(value));
    }
    std::string digits = digits_of(std::fabs(value), type, spec);
    bool is_negative = std::signbit(value) && !std::isnan(value);
    if (spec.no_negative_zero && digits.find_first_of("123456789in") == std::string::npos) {
        is_negative = false;
    }
    const std::string sign = sign_text(is_negative, spec.sign);
    return pad(sign, grouped_to_width(std::move(digits), spec, sign.size(), 3), spec, '>');
}

}  // namespace

Outcome<FormatSpec> parse_format_spec(std::string_view text) {
    FormatSpec spec;
    std::size_t at = 0;
    read_alignment(text, at, spec);
    read_flags(text, at, spec);
    LEVADA_LET(spec.width, read_number(text, at));
    if (at < text.size() && (text[at] == ',' || text[at] == '_')) {
        spec.grouping = text[at++];
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (at >= text.size() || !is_ascii_digit(text[at])) {
            return fail(FaultKind::value_error, "Format specifier missing precision");
        }
        LEVADA_LET(spec.precision, read_number(text, at));
    }
    if (at < text.size()) {
        spec.type = text[at++];
    }
    if (at < text.size()) {
        return fail(FaultKind::value_error, "Invalid format specifier '" + std::string(text) + "'");
    }
    const std::string_view groupable = spec.grouping == '_' ? "deEfFgG%boxX" : "deEfFgG%";
    if (spec.grouping != 0 && spec.type != 0 && groupable.find(spec.type) == std::string_view::npos) {
        return fail(FaultKind::value_error,
                    std::string("Cannot specify '") + spec.grouping + "' with '" + spec.type + "'.");
    }
    return spec;
}

Outcome<std::string> format_value(const Value& value, std::string_view text) {
    if (value.is(Kind::date) || value.is(Kind::date_time)) {
        return text.empty() ? value.str() : format_civil(value.as<DateObject>().time, text);
    }
    if (text.empty()) {
        return value.str();
    }
    if (!value.is_string() && !is_numeric(value)) {
        return fail(FaultKind::type_error,
                    "unsupported format string passed to " + std::string(value.type_name()) + ".__format__");
    }
    LEVADA_LET(const FormatSpec spec, parse_format_spec(text));
    switch (value.kind()) {
        case Kind::string:
            return format_string(value, spec);
        case Kind::boolean:
        case Kind::integer:
        case Kind::big_integer:
            return format_integer(value, spec);
        default:
            return format_real_value(value.as_real(), spec);
    }
}

std::string format_real(double value, char kind, std::size_t precision, bool alternate) {
    const char format[] = {
        '%', alternate ? '#' : '.', alternate ? '.' : '*', alternate ? '*' : kind, alternate ? kind : '\0', '\0'};
    const int digits = static_cast<int>(std::min(precision, kFormatWidthMax));
    const int size = std::snprintf(nullptr, 0, format, digits, value);
    std::string out(static_cast<std::size_t>(size) + 1, '\0');
    std::snprintf(out.data(), out.size(), format, digits, value);
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string group_digits(std::string_view digits, char separator, std::size_t group_size) {
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % group_size == 0) {
            out += separator;
        }
        out += digits[i];
    }
    return out;
}

std::string pad(std::string_view sign, std::string_view body, const FormatSpec& spec, char default_align) {
    const std::size_t size = count_code_points(sign) + count_code_points(body);
    const std::size_t missing = spec.width > size ? spec.width - size : 0;
    const char align = spec.align == 0 ? default_align : spec.align;
    const std::size_t left = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    std::string out;
    out.reserve(sign.size() + body.size() + missing * spec.fill.size());
    const auto fill = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            out += spec.fill;
        }
    };
    if (align == '=') {
        out += sign;
        fill(missing);
        out += body;
        return out;
    }
    fill(left);
    out += sign;
    out += body;
    fill(missing - left);
    return out;
}

}  // namespace levada::jinja
