#pragma once

#include "evaluator.h"

#include <string_view>

namespace levada::jinja {

/// Attributes that every Python object has (__class__, __init__, ...).
bool is_object_attribute(std::string_view name);
/// Attributes of Python's Undefined itself, for which it raises nothing.
bool is_undefined_attribute(std::string_view name);
/// What the sandbox forbids: names that begin with an underscore, type.mro. Source: Jinja2 3.1.6, sandbox.
bool is_unsafe_attribute(const Value& object, std::string_view name);
/// The few double-underscore attributes that templates use outside the sandbox; for others that exist a value that says
/// so; missing when there is none.
Outcome<Value> dunder_attribute(Evaluator& evaluator, const Value& object, std::string_view name);
/// A field of str.format outside the sandbox: Python's getattr and [] with their errors.
Outcome<Value> python_field(Evaluator& evaluator, const Value& object, const Value& key, bool is_attribute);
/// The class of a value, as `value.__class__`.
Value type_of(const Value& value);

}  // namespace levada::jinja
