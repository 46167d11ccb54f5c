#pragma once

#include <optional>

#include "levada/base/civil_time.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

/// The time that the context gives, at the offset from UTC; naive without one. Errors: unsupported (the context has no
/// time), overflow_error.
Outcome<CivilTime> now_at(Evaluator& evaluator, std::optional<std::int64_t> offset_us);

/// a + sign * b for dates, datetimes, timedeltas and ISO durations. Errors: type_error, overflow_error, value_error.
Outcome<Value> add_times(const Value& a, const Value& b, int sign);
/// Errors: type_error, overflow_error, zero_division_error.
Outcome<Value> multiply_delta(const Value& a, const Value& b);
Outcome<Value> divide_delta(const Value& a, const Value& b);
Outcome<Value> floor_divide_delta(const Value& a, const Value& b);
Outcome<Value> modulo_delta(const Value& a, const Value& b);

}  // namespace levada::jinja
