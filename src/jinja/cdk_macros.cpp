#include "binding.h"
#include "cdk_functions.h"
#include "evaluator.h"
#include "iso_time.h"
#include "objects.h"
#include "ops.h"
#include "time_ops.h"
#include "try.h"
#include "unicode.h"
#include "zones.h"

#include <chrono>
#include <cmath>

#include "levada/base/ascii.h"
#include "levada/base/civil_text.h"
#include "levada/base/hash.h"
#include "levada/base/text.h"
#include "levada/base/time_format.h"
#include "levada/base/time_pattern.h"

namespace levada::jinja::cdk {

namespace {

CivilTime date_of(const CivilTime& time) {
    CivilTime date;
    date.year = time.year;
    date.month = time.month;
    date.day = time.day;
    return date;
}

Outcome<Value> now_utc(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("now_utc", arguments));
    LEVADA_LET(const CivilTime now, now_at(evaluator, 0));
    return make_date_time(now, "UTC");
}

Outcome<Value> today_utc(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("today_utc", arguments));
    LEVADA_LET(const CivilTime now, now_at(evaluator, 0));
    return make_date(date_of(now));
}

Outcome<Value> today_with_timezone(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("today_with_timezone", arguments, {"timezone"}, 1));
    LEVADA_LET(const CivilTime now, now_at(evaluator, 0));
    LEVADA_LET(const std::string_view name, text_or(bound[0], ""));
    LEVADA_LET(const Value zone, zone_value(name));
    LEVADA_LET(const ZonedTime local, in_zone(zone, now, ZoneUse::convert));
    return make_date(date_of(local.time));
}

/// str_to_datetime: dateutil's isoparse, in UTC; without an offset UTC is meant.
Outcome<CivilTime> parse_utc(const Value& value) {
    if (!value.is_string()) {
        // dateutil looks at the length of whatever it is given, before it tries to read digits.
        constexpr std::size_t kYearDigits = 4;
        const Outcome<std::size_t> size = value.is_undefined() ? fail(undefined_fault(value)) : value.length();
        if (!size) {
            return fail(Fault(size.error().kind(), size.error().message()));
        }
        return *size < kYearDigits
                   ? fail(FaultKind::value_error, "ISO string too short")
                   : fail(FaultKind::type_error, "wanted a text of a date, found " + std::string(value.type_name()));
    }
    const std::optional<CivilTime> parsed = parse_iso_time(value.text());
    const std::optional<CivilTime> utc = parsed ? civil_from_micros(utc_micros(*parsed), 0) : std::nullopt;
    if (!utc) {
        return fail(FaultKind::value_error, "no ISO 8601 date: '" + std::string(value.text()) + "'");
    }
    return *utc;
}

Outcome<Value> str_to_datetime(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("str_to_datetime", arguments, {"s"}, 1));
    LEVADA_LET(const CivilTime time, parse_utc(bound[0]));
    return make_date_time(time, "UTC");
}

Outcome<Value> timestamp(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("timestamp", arguments, {"dt"}, 1));
    if (is_integral(bound[0])) {
        return positive(bound[0]);
    }
    if (bound[0].is(Kind::real)) {
        if (!std::isfinite(bound[0].as_real())) {
            return fail(FaultKind::overflow_error, "cannot convert float infinity or NaN to integer");
        }
        return value_of(BigInteger::from_double(bound[0].as_real()));
    }
    LEVADA_LET(const CivilTime time, parse_utc(bound[0]));
    return Value::real(static_cast<double>(utc_micros(time)) / static_cast<double>(kMicrosPerSecond));
}

/// builtins.max and min: of several arguments or of one iterable.
template <Ordering kOrdering>
Outcome<Value> extreme(Evaluator& /*evaluator*/, Arguments& arguments) {
    if (!arguments.keywords.empty() || arguments.positional.empty()) {
        return fail(FaultKind::type_error, "max() and min() take values");
    }
    std::vector<Value> items = arguments.positional;
    if (items.size() == 1) {
        const Value iterable = items[0];
        LEVADA_LET(items, iterable.items());
    }
    if (items.empty()) {
        return fail(FaultKind::value_error, "max() or min() arg is an empty sequence");
    }
    Value best = items[0];
    for (std::size_t i = 1; i < items.size(); ++i) {
        LEVADA_LET(const bool is_better, ordered(kOrdering, items[i], best));
        best = is_better ? items[i] : best;
    }
    return best;
}

Outcome<Value> day_delta(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("day_delta", arguments, {"num_days", "format"}, 1));
    LEVADA_LET(const std::string_view format, text_or(bound[1], "%Y-%m-%dT%H:%M:%S.%f%z"));
    LEVADA_LET(const CivilTime now, now_at(evaluator, 0));
    if (!is_numeric(bound[0])) {
        return fail(FaultKind::type_error,
                    "unsupported type for timedelta days component: " + std::string(bound[0].type_name()));
    }
    LEVADA_LET(const Value delta, multiply(make_delta(kMicrosPerDay), bound[0]));
    LEVADA_LET(const Value moved, add(make_date_time(now, "UTC"), delta));
    return Value::string(format_civil(moved.as<DateObject>().time, format));
}

Outcome<Value> duration(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("duration", arguments, {"datestring"}, 1));
    if (!bound[0].is_string()) {
        return fail(FaultKind::type_error, "Expecting a string " + bound[0].repr());
    }
    const std::optional<IsoDuration> parsed = parse_iso_duration(bound[0].text());
    if (!parsed) {
        return fail(Fault::named("ISO8601Error", "Unable to parse duration string " + bound[0].repr()));
    }
    if (!parsed->is_calendar()) {
        return make_delta(parsed->micros);
    }
    return Value::object(Kind::iso_duration, new IsoDurationObject(*parsed));
}

Outcome<CivilTime> time_to_format(const Value& value, const Value& input_format) {
    const bool has_format = !input_format.is_missing() && !input_format.is_none() && input_format.truthy();
    CivilTime time;
    if (is_integral(value)) {
        LEVADA_LET(const std::string_view format,
                   has_format ? text_or(input_format, "") : Outcome<std::string_view>("%s"));
        const TimeOutcome outcome = TimeFormat(format).parse(positive(value)->str(), time);
        if (outcome == TimeOutcome::parsed) {
            return time;
        }
        return fail(outcome == TimeOutcome::overflow ? FaultKind::overflow_error : FaultKind::value_error,
                    "time data '" + value.str() + "' does not match format '" + std::string(format) + "'");
    }
    if (!has_format) {
        return parse_utc(value);
    }
    LEVADA_LET(const std::string_view text, text_or(value, ""));
    LEVADA_LET(const std::string_view format, text_or(input_format, ""));
    const std::optional<CivilTime> parsed = TimePattern(format).parse(text);
    if (!parsed) {
        return fail(FaultKind::value_error,
                    "time data '" + std::string(text) + "' does not match format '" + std::string(format) + "'");
    }
    time = *parsed;
    if (!time.offset_us) {
        time.offset_us = 0;
    }
    return time;
}

Outcome<Value> format_datetime(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("format_datetime", arguments, {"dt", "format", "input_format"}, 2));
    if (bound[0].is(Kind::date_time)) {
        LEVADA_LET(const std::string_view format, text_or(bound[1], ""));
        return Value::string(format_civil(bound[0].as<DateObject>().time, format));
    }
    LEVADA_LET(const CivilTime time, time_to_format(bound[0], bound[2]));
    LEVADA_LET(const std::string_view format, text_or(bound[1], ""));
    return Value::string(TimeFormat(format).format(time));
}

Outcome<Value> sanitize_url(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("sanitize_url", arguments, {"value"}, 1));
    LEVADA_LET(const std::string_view text, text_or(bound[0], ""));
    return Value::string(replace_all(percent_encode(text), "%20", "+"));
}

Outcome<Value> camel_case_to_snake_case(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("camel_case_to_snake_case", arguments, {"value"}, 1));
    LEVADA_LET(const std::string_view text, text_or(bound[0], ""));
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i != 0 && is_ascii_upper(text[i])) {
            out += '_';
        }
        out += text[i];
    }
    return Value::string(to_lower_text(out));
}

Outcome<Value> generate_uuid(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("generate_uuid", arguments));
    std::string bytes;
    for (int i = 0; i < 2; ++i) {
        LEVADA_LET(std::uint64_t bits, evaluator.random_bits());
        for (int byte = 0; byte < 8; ++byte) {
            bytes += static_cast<char>(bits & 0xFFU);
            bits >>= 8U;
        }
    }
    return Value::string(make_uuid(bytes));
}

}  // namespace

void add_macros(Environment& environment) {
    const std::pair<const char*, Callable> macros[] = {
        {"now_utc", now_utc},
        {"today_utc", today_utc},
        {"timestamp", timestamp},
        {"max", extreme<Ordering::greater>},
        {"min", extreme<Ordering::less>},
        {"day_delta", day_delta},
        {"duration", duration},
        {"format_datetime", format_datetime},
        {"today_with_timezone", today_with_timezone},
        {"str_to_datetime", str_to_datetime},
        {"sanitize_url", sanitize_url},
        {"camel_case_to_snake_case", camel_case_to_snake_case},
        {"generate_uuid", generate_uuid},
    };
    for (const auto& [name, function] : macros) {
        environment.add_global(name, Value::function(name, function));
    }
}

}  // namespace levada::jinja::cdk
