#pragma once

#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja {

/// The double-underscore methods of Python's own types, as `value.__add__`; missing when the type has none of the name.
/// Those that templates have no use for exist and say, when called, that they are unsupported.
Value dunder_method(const Value& self, std::string_view name);

}  // namespace levada::jinja
