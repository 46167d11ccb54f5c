#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// `value[start:stop:step]`; `bounds` are three values, none where left out. Undefined values and dicts give what
/// Jinja2 gives. Errors: type_error, value_error (step 0).
Outcome<Value> slice_of(const Value& value, const std::vector<Value>& bounds);
/// `sequence[index]` for text, lists, tuples, ranges; missing when out of range or no sequence.
Value item_at(const Value& sequence, std::int64_t index);

}  // namespace levada::jinja
