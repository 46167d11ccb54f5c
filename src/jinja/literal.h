#pragma once

#include <optional>
#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// ast.literal_eval(text): the value of a Python literal; nothing where Python raises (then the text stays text).
/// Complex numbers count as none: the CDK does not take them either. Text of the literal is copied.
/// Source: CPython 3.11, ast.literal_eval and the expression grammar.
std::optional<Value> literal_eval(std::string_view text);

/// A quick no: false when `text` cannot be a literal by its first character.
bool may_be_literal(std::string_view text);

}  // namespace levada::jinja
