#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "levada/base/civil_time.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

/// A time with the name that its zone has then (CET, CEST, UTC).
struct ZonedTime {
    CivilTime time;
    std::string zone;
};

enum class ZoneUse : std::uint8_t {
    localize,  ///< The wall clock stays: the time is said to be in the zone.
    convert,   ///< The instant stays: the wall clock changes. A naive time counts as UTC.
};

/// Applies a zone value (text with an IANA name, or what zone_value() made; missing: UTC).
/// Source: the machine's IANA time zone database, read when a zone is first named; UTC needs none.
/// Errors: UnknownTimeZoneError, type_error.
Outcome<ZonedTime> in_zone(const Value& zone, const CivilTime& time, ZoneUse use);
/// A zone by its IANA name, as pytz.timezone(name). Errors: UnknownTimeZoneError.
Outcome<Value> zone_value(std::string_view name);

}  // namespace levada::jinja
