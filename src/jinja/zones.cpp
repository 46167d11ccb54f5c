#include "zones.h"

#include "objects.h"
#include "try.h"

#include <chrono>

#include <date/tz.h>

#include "levada/base/result.h"

namespace levada::jinja {

namespace {

/// A time zone as templates see it: str() is its name.
class ZoneObject final : public NativeObject {
public:
    explicit ZoneObject(std::string name) : name_(std::move(name)) {}
    const std::string& name() const { return name_; }
    std::string_view type_name() const override { return "timezone"; }
    std::string repr() const override { return name_; }
    Outcome<Value> attribute(Evaluator& evaluator, std::string_view name) override;

private:
    std::string name_;
};

bool is_utc(std::string_view name) {
    return name == "UTC" || name == "utc" || name == "Etc/UTC";
}

Result<const date::time_zone*> find_zone(const std::string& name) {
    return guard(ErrorCode::not_found, "time zone '" + name + "'", [&] { return date::locate_zone(name); });
}

tl::unexpected<Fault> unknown_zone(const std::string& name) {
    return fail(Fault::named("UnknownTimeZoneError", "'" + name + "'"));
}

/// Offset and abbreviation of a zone at an instant or on a wall clock.
struct ZoneState {
    std::int64_t offset_us = 0;
    std::string name;
};

ZoneState state_of(const date::sys_info& info) {
    return {std::chrono::duration_cast<std::chrono::microseconds>(info.offset).count(), info.abbrev};
}

Outcome<ZoneState> state_at(const std::string& zone_name, std::int64_t micros, ZoneUse use) {
    if (is_utc(zone_name)) {
        return ZoneState{0, "UTC"};
    }
    const Result<const date::time_zone*> zone = find_zone(zone_name);
    if (!zone) {
        return unknown_zone(zone_name);
    }
    const std::chrono::seconds seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(micros));
    const Result<ZoneState> state = guard(ErrorCode::invalid_data, "offset of time zone '" + zone_name + "'", [&] {
        if (use == ZoneUse::convert) {
            return state_of((*zone)->get_info(date::sys_seconds(seconds)));
        }
        return state_of((*zone)->get_info(date::local_seconds(seconds)).first);
    });
    if (!state) {
        return unknown_zone(zone_name);
    }
    return *state;
}

Outcome<std::string> name_of(const Value& zone) {
    if (zone.is_missing()) {
        return std::string("UTC");
    }
    if (zone.is_string()) {
        return std::string(zone.text());
    }
    if (zone.is(Kind::time_zone)) {
        return zone.as<ZoneObject>().name();
    }
    return fail(FaultKind::type_error, "tzinfo argument must be None or of a tzinfo subclass");
}

Outcome<Value> ZoneObject::attribute(Evaluator& /*evaluator*/, std::string_view name) {
    if (name == "zone") {
        return Value::string(name_);
    }
    if (name != "localize") {
        return Value();
    }
    const Value self = Value::string(name_);
    return Value::function("localize", [self](Evaluator& /*evaluator*/, Arguments& arguments) -> Outcome<Value> {
        if (arguments.positional.size() != 1 || !arguments.positional[0].is(Kind::date_time)) {
            return fail(FaultKind::type_error, "localize() takes a datetime");
        }
        const CivilTime& time = arguments.positional[0].as<DateObject>().time;
        if (time.offset_us) {
            return fail(FaultKind::value_error, "Not naive datetime (tzinfo is already set)");
        }
        LEVADA_LET(const ZonedTime zoned, in_zone(self, time, ZoneUse::localize));
        return make_date_time(zoned.time, zoned.zone);
    });
}

}  // namespace

Outcome<ZonedTime> in_zone(const Value& zone, const CivilTime& time, ZoneUse use) {
    LEVADA_LET(const std::string name, name_of(zone));
    const std::int64_t micros = use == ZoneUse::convert ? utc_micros(time) : local_micros(time);
    LEVADA_LET(const ZoneState state, state_at(name, micros, use));
    if (use == ZoneUse::localize) {
        ZonedTime zoned{time, state.name};
        zoned.time.offset_us = state.offset_us;
        return zoned;
    }
    const std::optional<CivilTime> converted = civil_from_micros(micros + state.offset_us, state.offset_us);
    if (!converted) {
        return fail(FaultKind::overflow_error, "date value out of range");
    }
    return ZonedTime{*converted, state.name};
}

Outcome<Value> zone_value(std::string_view name) {
    const std::string text(name);
    if (!is_utc(text) && !find_zone(text)) {
        return unknown_zone(text);
    }
    return Value::object(Kind::time_zone, new ZoneObject(is_utc(text) ? "UTC" : text));
}

}  // namespace levada::jinja
