#pragma once

#include <optional>
#include <string_view>

#include "levada/base/civil_time.h"

namespace levada::jinja {

/// Reads a date or datetime as dateutil.parser.isoparse does: 2024, 2024-02, 20240229, 2024-W09-4, 2024-060, a T and
/// hours[:minutes[:seconds[.fraction]]], an offset Z or +hh[:mm]. Nothing where it raises ValueError.
/// Source: PyPI python-dateutil 2.9, parser/isoparser.py.
std::optional<CivilTime> parse_iso_time(std::string_view text);

}  // namespace levada::jinja
