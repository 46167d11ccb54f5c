// Methods of date, datetime and timedelta.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "text.h"
#include "try.h"
#include "zones.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "levada/base/civil_text.h"

namespace levada::jinja {

namespace {

const CivilTime& time_of(const Value& self) {
    return self.as<DateObject>().time;
}

Outcome<Value> format_time(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("strftime", arguments, {"format"}, 1));
    LEVADA_LET(const std::string_view format, text_or(bound[0], ""));
    return Value::string(format_civil(time_of(self), format));
}

/// How far `timespec` writes the time of day, as a strftime format. Source: CPython 3.11, datetime.isoformat.
struct TimeSpec {
    std::string_view name;
    std::string_view format;
    std::size_t digits_cut;
};
constexpr TimeSpec kTimeSpecs[] = {{"hours", "%H", 0},
                                   {"minutes", "%H:%M", 0},
                                   {"seconds", "%H:%M:%S", 0},
                                   {"milliseconds", "%H:%M:%S.%f", 3},
                                   {"microseconds", "%H:%M:%S.%f", 0}};

Outcome<Value> iso_format_to(const CivilTime& time, char separator, std::string_view name) {
    constexpr std::size_t kDateLength = 11;   // 2024-02-29T
    constexpr std::size_t kWholeLength = 19;  // 2024-02-29T12:30:45
    const auto* const spec = std::find_if(
        std::begin(kTimeSpecs), std::end(kTimeSpecs), [&](const TimeSpec& one) { return one.name == name; });
    if (spec == std::end(kTimeSpecs)) {
        return fail(FaultKind::value_error, "Unknown timespec value");
    }
    CivilTime whole = time;
    whole.microsecond = 0;
    std::string out;
    append_iso_date_time(out, whole, separator);
    std::string of_day = format_civil(time, spec->format);
    of_day.resize(of_day.size() - spec->digits_cut);
    return Value::string(out.substr(0, kDateLength) + of_day + out.substr(kWholeLength));
}

Outcome<Value> iso_format(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("isoformat", arguments, {"sep", "timespec"}));
    LEVADA_LET(const std::string_view separator, text_or(bound[0], "T"));
    LEVADA_LET(const std::string_view timespec, text_or(bound[1], "auto"));
    const char mark = separator.empty() ? 'T' : separator[0];
    if (!self.is(Kind::date) && timespec != "auto") {
        return iso_format_to(time_of(self), mark, timespec);
    }
    std::string out;
    if (self.is(Kind::date)) {
        append_iso_date(out, time_of(self));
    } else {
        append_iso_date_time(out, time_of(self), mark);
    }
    return Value::string(std::move(out));
}

Outcome<Value> timestamp(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("timestamp", arguments));
    if (self.is(Kind::date)) {
        return fail(FaultKind::attribute_error, "'datetime.date' object has no attribute 'timestamp'");
    }
    return Value::real(static_cast<double>(utc_micros(time_of(self))) / static_cast<double>(kMicrosPerSecond));
}

std::int64_t weekday_of(const CivilTime& time) {
    return weekday_from_days(days_from_civil(time.year, time.month, time.day));
}

template <int kOffset>
Outcome<Value> weekday(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("weekday", arguments));
    return Value::integer(weekday_of(time_of(self)) + kOffset);
}

Outcome<Value> ordinal(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("toordinal", arguments));
    const CivilTime& t = time_of(self);
    return Value::integer(days_from_civil(t.year, t.month, t.day) - days_from_civil(1, 1, 1) + 1);
}

Outcome<Value> date_part(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("date", arguments));
    CivilTime date;
    date.year = time_of(self).year;
    date.month = time_of(self).month;
    date.day = time_of(self).day;
    return make_date(date);
}

Outcome<void> replace_field(const Value& argument, int& field) {
    LEVADA_LET(const std::int64_t value, integer_or(argument, field));
    if (value < 0 || value > 999'999) {
        return fail(FaultKind::value_error, "a field of the date is out of range");
    }
    field = static_cast<int>(value);
    return {};
}

Outcome<Value> replace(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    constexpr std::array<std::string_view, 8> kNames = {
        "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"};
    LEVADA_LET(const auto bound, bind<8>("replace", arguments, kNames));
    CivilTime time = time_of(self);
    std::string zone = self.as<DateObject>().zone;
    int* const fields[] = {
        &time.year, &time.month, &time.day, &time.hour, &time.minute, &time.second, &time.microsecond};
    for (std::size_t i = 0; i < 7; ++i) {
        LEVADA_DO(replace_field(bound[i], *fields[i]));
    }
    if (bound[7].is_none()) {
        time.offset_us.reset();
        zone.clear();
    } else if (!bound[7].is_missing()) {
        LEVADA_LET(const ZonedTime zoned, in_zone(bound[7], time, ZoneUse::localize));
        time = zoned.time;
        zone = zoned.zone;
    }
    if (time.year < kYearMin || time.year > kYearMax || !is_valid(time)) {
        return fail(FaultKind::value_error, "a field of the date is out of range");
    }
    return self.is(Kind::date) ? make_date(time) : make_date_time(time, zone);
}

Outcome<Value> as_time_zone(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("astimezone", arguments, {"tz"}));
    LEVADA_LET(const ZonedTime zoned, in_zone(bound[0], time_of(self), ZoneUse::convert));
    return make_date_time(zoned.time, zoned.zone);
}

Outcome<Value> utc_offset(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("utcoffset", arguments));
    const std::optional<std::int64_t> offset_us = time_of(self).offset_us;
    return offset_us ? make_delta(*offset_us) : Value::none();
}

Outcome<Value> total_seconds(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("total_seconds", arguments));
    return Value::real(static_cast<double>(self.as<DeltaObject>().micros) / static_cast<double>(kMicrosPerSecond));
}

/// The year and week that the date's Thursday is in. Source: ISO 8601.
Outcome<Value> iso_calendar(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("isocalendar", arguments));
    const CivilTime& time = time_of(self);
    const std::int64_t days = days_from_civil(time.year, time.month, time.day);
    const int weekday = weekday_from_days(days);
    const std::int64_t thursday = days - weekday + 3;
    int year = time.year;
    if (thursday < days_from_civil(year, 1, 1)) {
        --year;
    } else if (thursday >= days_from_civil(year + 1, 1, 1)) {
        ++year;
    }
    const std::int64_t week = (thursday - days_from_civil(year, 1, 1)) / 7 + 1;
    return Value::tuple({Value::integer(year), Value::integer(week), Value::integer(weekday + 1)})
        .with_flags(kIsoCalendarTuple);
}

constexpr MethodEntry kDateMethods[] = {
    {"strftime", format_time},
    {"isoformat", iso_format},
    {"timestamp", timestamp},
    {"weekday", weekday<0>},
    {"isoweekday", weekday<1>},
    {"toordinal", ordinal},
    {"isocalendar", iso_calendar},
    {"date", date_part},
    {"replace", replace},
    {"astimezone", as_time_zone},
    {"utcoffset", utc_offset},
};

constexpr MethodEntry kDeltaMethods[] = {{"total_seconds", total_seconds}};

}  // namespace

std::span<const MethodEntry> date_methods() {
    return kDateMethods;
}
std::span<const MethodEntry> delta_methods() {
    return kDeltaMethods;
}

}  // namespace levada::jinja
