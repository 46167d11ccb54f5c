#pragma once

#include <string_view>

#include "levada/jinja/value.h"

namespace levada::jinja::dbt {

/// Class of the fault by which return(x) leaves a macro; x is in Evaluator::returned.
inline constexpr std::string_view kMacroReturn = "MacroReturn";

/// `modules`: datetime, pytz, re, itertools, as far as dbt projects use them.
Value make_modules();
Value make_datetime_module();
Value make_re_module();

}  // namespace levada::jinja::dbt
