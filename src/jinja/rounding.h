#pragma once

#include <cstdint>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// Python's round(number, digits): the nearest decimal, ties to even, of the same type. The value must be numeric.
Value rounded_number(const Value& number, std::int64_t digits);
/// Python's round(number): an integer. Errors: overflow_error, value_error (inf, nan).
Outcome<Value> rounded_to_integer(const Value& number);
/// Python's int(number). Errors: overflow_error, value_error (inf, nan).
Outcome<Value> truncated(const Value& number);

}  // namespace levada::jinja
