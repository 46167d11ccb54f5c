#pragma once

#include "dict.h"

#include <functional>
#include <vector>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// The value that an item is compared by; an empty function: the item itself.
using SortKey = std::function<Outcome<Value>(const Value&)>;

/// sorted(items, key, reverse): stable, also in reverse. Errors: type_error, undefined_error.
Outcome<std::vector<Value>> sorted(std::vector<Value> items, const SortKey& key, bool is_reversed);
/// dict(mapping or pairs, **keywords) into `dict`. Errors: type_error, value_error.
Outcome<void> fill_dict(const Evaluator& evaluator, DictObject& dict, Arguments& arguments);
/// Calls `callee`; for rooms of code that do not see the evaluator.
Outcome<Value> evaluator_call(Evaluator& evaluator, const Value& callee, Arguments& arguments);

}  // namespace levada::jinja
