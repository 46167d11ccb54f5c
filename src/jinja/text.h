#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "levada/base/civil_time.h"

namespace levada::jinja {

class Value;

/// Division rounded towards minus infinity. `b` is not zero.
std::int64_t floor_div(std::int64_t a, std::int64_t b);
void append_integer(std::string& out, std::int64_t value);
/// No repr gets much longer: what is cut there is beyond every limit of output, and refused.
inline constexpr std::size_t kReprSizeBytesMax = std::size_t{256} << 20U;
/// Python's ascii(): the repr with all but ASCII escaped.
std::string ascii_of(const Value& value);
/// Python's repr() of a str and of bytes.
void append_repr_of_text(std::string& out, std::string_view text);
void append_repr_of_bytes(std::string& out, std::string_view octets);
/// 2024-02-29 and 2024-02-29T12:30:45.000001+02:00: Python's isoformat().
void append_iso_date(std::string& out, const CivilTime& time);
void append_iso_date_time(std::string& out, const CivilTime& time, char separator);

}  // namespace levada::jinja
