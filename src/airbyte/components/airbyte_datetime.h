#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace levada::airbyte {

/// Microseconds since 1970 of a date and time as airbyte-cdk's ab_datetime_parse reads it: seconds since 1970 (at most
/// ten digits), a date, ISO 8601 and RFC 2822 forms; without offset it counts as UTC. Nothing where it raises.
/// Source: utils/datetime_helpers.py (dateutil's other forms are not read).
std::optional<std::int64_t> parse_airbyte_datetime(std::string_view text);

/// str(AirbyteDateTime): 2026-01-02T03:04:05+00:00, with microseconds when there are any.
std::string format_airbyte_datetime(std::int64_t micros);

}  // namespace levada::airbyte
