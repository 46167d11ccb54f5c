#include "levada/schedule/time_zone.h"

#include <date/tz.h>

namespace levada::schedule {

namespace {

const date::time_zone& zone_of(const void* zone) {
    return *static_cast<const date::time_zone*>(zone);
}

Instant to_instant(std::chrono::seconds since_epoch) {
    return Instant(since_epoch);
}

}  // namespace

Result<TimeZone> TimeZone::find(std::string_view name) {
    TimeZone zone;
    if (name == "UTC" || name == "Etc/UTC" || name == "Z") {
        return zone;
    }
    const auto database = guard(ErrorCode::unavailable, "time zone database", [] { return &date::get_tzdb(); });
    if (!database) {
        return database.error().hint("install tzdata, or use UTC");
    }
    const auto found = guard(ErrorCode::invalid_config, "time zone \"" + std::string(name) + "\"", [&] {
        return date::locate_zone(std::string(name));
    });
    if (!found) {
        return Error(ErrorCode::invalid_config, "there is no time zone \"" + std::string(name) + "\"")
            .hint("use an IANA name such as Europe/Lisbon, or UTC");
    }
    zone.name_ = name;
    zone.zone_ = *found;
    return zone;
}

LocalSeconds TimeZone::to_local(Instant when) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch();
    if (zone_ == nullptr) {
        return LocalSeconds(seconds);
    }
    const date::sys_info info = zone_of(zone_).get_info(date::sys_seconds(seconds));
    return LocalSeconds(seconds + info.offset);
}

TimeZone::Resolved TimeZone::resolve(LocalSeconds local) const {
    const std::chrono::seconds wall = local.time_since_epoch();
    if (zone_ == nullptr) {
        return {to_instant(wall), to_instant(wall), false};
    }
    const date::local_info info = zone_of(zone_).get_info(date::local_seconds(wall));
    if (info.result == date::local_info::nonexistent) {
        const Instant end = to_instant(info.second.begin.time_since_epoch());
        return {end, end, true};
    }
    const Instant first = to_instant(wall - info.first.offset);
    const bool is_twice = info.result == date::local_info::ambiguous;
    return {first, is_twice ? to_instant(wall - info.second.offset) : first, false};
}

}  // namespace levada::schedule
