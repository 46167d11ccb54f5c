#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// The `attribute` argument of filters: a key, an index, or a dotted path of both; none: the item itself.
class AttributePath {
public:
    static AttributePath of(const Value& attribute);
    /// "a,b.c" as two paths.
    static std::vector<AttributePath> several(const Value& attribute);

    /// The value at the path; `default_value` (if not missing) in place of undefined steps.
    Outcome<Value> get(Evaluator& evaluator, Value item, const Value& default_value = Value()) const;

private:
    std::vector<Value> steps_;
};

/// What case-insensitive comparisons compare: lower-case text, anything else as it is.
Value without_case(const Value& value);

}  // namespace levada::jinja
