#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Python's == without errors: values of unlike types are unequal.
bool equals(const Value& a, const Value& b);

enum class Ordering : std::uint8_t { less, less_equal, greater, greater_equal };

/// Python's <, <=, >, >=. Errors: type_error, undefined_error.
Outcome<bool> ordered(Ordering how, const Value& a, const Value& b);
/// `needle in haystack`. Errors: type_error, undefined_error.
Outcome<bool> contains(const Value& haystack, const Value& needle);

Outcome<Value> add(const Value& a, const Value& b);
Outcome<Value> subtract(const Value& a, const Value& b);
Outcome<Value> multiply(const Value& a, const Value& b);
Outcome<Value> divide(const Value& a, const Value& b);
Outcome<Value> floor_divide(const Value& a, const Value& b);
Outcome<Value> modulo(const Value& a, const Value& b);
Outcome<Value> power(const Value& a, const Value& b);
Outcome<Value> negate(const Value& a);
Outcome<Value> positive(const Value& a);

bool is_integral(const Value& value);  ///< boolean, integer, big_integer
bool is_numeric(const Value& value);   ///< integral or real
/// Value of a boolean or integer that fits 64 bits.
std::optional<std::int64_t> small_integer(const Value& value);
/// Errors: overflow_error for integers beyond a double's range. The value must be numeric.
Outcome<double> to_real(const Value& value);
/// What an operation on an undefined value ends with.
Fault undefined_fault(const Value& undefined);
/// Digits that Python turns into an integer or an integer into. Source: CPython 3.11, sys.int_info.
inline constexpr std::size_t kIntegerDigitsMax = 4300;
/// Errors: value_error when str(value) would refuse an integer of more than kIntegerDigitsMax digits.
Outcome<void> check_printable(const Value& value);
/// Python's int(text): nothing when it is no integer, or one of more than kIntegerDigitsMax digits.
std::optional<Value> parse_integer(std::string_view text, unsigned base);
/// Python's float(text).
std::optional<double> parse_real(std::string_view text);
/// HTML-escapes as markupsafe does; markup stays as it is.
void append_escaped(std::string& out, const Value& value);
void append_escaped_text(std::string& out, std::string_view text);

}  // namespace levada::jinja
