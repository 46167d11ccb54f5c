#pragma once

#include <string>
#include <string_view>

#include "levada/base/civil_time.h"

namespace levada {

/// Prints `time` as Python's datetime.strftime(format) does on glibc in the C locale. Directives of glibc's strftime
/// besides Python's own work too; %s counts from the wall clock as if it were UTC.
/// Source: CPython 3.11 Modules/_datetimemodule.c, wrap_strftime (%z, %Z and %f are its own).
std::string format_civil(const CivilTime& time, std::string_view format);

/// The text of a float as Python's repr() and str() give it: 1.0, 1e+16, 0.0001, nan, inf.
std::string python_float_text(double value);

}  // namespace levada
