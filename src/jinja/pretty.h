#pragma once

#include <string>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// pprint.pformat(value): like repr(), but broken into lines beyond 80 columns; dict keys are sorted.
/// Source: CPython 3.11, Lib/pprint.py.
std::string pretty_repr(const Value& value);

}  // namespace levada::jinja
