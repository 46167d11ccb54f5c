#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// `format % arguments`. Errors: type_error, value_error, key_error.
Outcome<Value> percent_format(const Value& format, const Value& arguments);

/// What follows the colon of a replacement field: [[fill]align][sign][z][#][0][width][,_][.precision][type].
struct FormatSpec {
    std::string fill = " ";
    bool has_fill = false;
    char align = 0;
    char sign = '-';
    bool has_sign = false;
    bool alternate = false;
    bool no_negative_zero = false;
    std::size_t width = 0;
    char grouping = 0;
    std::optional<std::size_t> precision;
    char type = 0;
    bool zero_padded = false;  ///< By a 0 in front of the width, without an alignment.
};

inline constexpr std::size_t kFormatWidthMax = 1'000'000;

/// Errors: value_error.
Outcome<FormatSpec> parse_format_spec(std::string_view text);
/// format(value, spec). Errors: value_error, type_error.
Outcome<std::string> format_value(const Value& value, std::string_view spec);

/// Looks up an attribute or an item of a replacement field ({0.name[key]}).
struct FieldAccess {
    std::function<Outcome<Value>(const Value& object, const Value& key, bool is_attribute)> get;
    /// As string.Formatter: `{[0]}` has an empty name, which is no automatic number.
    bool is_strict = false;
};

/// str.format: `find` gives the value of a field's first name (a number, a text, or empty for automatic numbering).
/// Errors: value_error, index_error, key_error and those of the callbacks.
Outcome<std::string> format_text(std::string_view format, Arguments& arguments, const FieldAccess& access);

/// A float as format() and % write it: `kind` is one of e E f F g G %; the result has its sign if it is negative.
std::string format_real(double value, char kind, std::size_t precision, bool alternate);
/// Puts a separator between every three (or four) digits of the integer part.
std::string group_digits(std::string_view digits, char separator, std::size_t group_size);
/// Pads `body` to `width` code points; `sign` stays in front of zero padding ('=').
std::string pad(std::string_view sign, std::string_view body, const FormatSpec& spec, char default_align);

}  // namespace levada::jinja
