// modules.datetime and modules.pytz of dbt's context.
#include "binding.h"
#include "dbt_functions.h"
#include "evaluator.h"
#include "iso_time.h"
#include "ops.h"
#include "time_ops.h"
#include "try.h"
#include "zones.h"

#include <array>
#include <chrono>
#include <span>

#include "levada/base/time_pattern.h"

namespace levada::jinja::dbt {

namespace {

Outcome<void> read_fields(std::span<const Value> given, std::span<int* const> fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        LEVADA_LET(const std::int64_t value, integer_or(given[i], *fields[i]));
        if (value < 0 || value > 999'999) {
            return fail(FaultKind::value_error, "a field of the date is out of range");
        }
        *fields[i] = static_cast<int>(value);
    }
    return {};
}

Outcome<CivilTime> checked(const CivilTime& time) {
    if (time.year < kYearMin || time.year > kYearMax || !is_valid(time)) {
        return fail(FaultKind::value_error, "a field of the date is out of range");
    }
    return time;
}

Outcome<Value> new_date(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("date", arguments, {"year", "month", "day"}, 3));
    CivilTime date;
    int* const fields[] = {&date.year, &date.month, &date.day};
    LEVADA_DO(read_fields(bound, fields));
    LEVADA_LET(date, checked(date));
    return make_date(date);
}

Outcome<Value> new_date_time(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(
        const auto bound,
        bind<8>(
            "datetime", arguments, {"year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"}, 3));
    CivilTime time;
    int* const fields[] = {
        &time.year, &time.month, &time.day, &time.hour, &time.minute, &time.second, &time.microsecond};
    LEVADA_DO(read_fields(std::span(bound).first(7), fields));
    LEVADA_LET(time, checked(time));
    if (bound[7].is_missing() || bound[7].is_none()) {
        return make_date_time(time);
    }
    LEVADA_LET(const ZonedTime zoned, in_zone(bound[7], time, ZoneUse::localize));
    return make_date_time(zoned.time, zoned.zone);
}

Outcome<Value> new_delta(Evaluator& /*evaluator*/, Arguments& arguments) {
    constexpr std::array<std::string_view, 7> kNames = {
        "days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"};
    constexpr std::int64_t kUnits[] = {
        kMicrosPerDay, kMicrosPerSecond, 1, 1000, 60 * kMicrosPerSecond, 3600 * kMicrosPerSecond, 7 * kMicrosPerDay};
    LEVADA_LET(const auto bound, bind<7>("timedelta", arguments, kNames));
    Value total = make_delta(0);
    for (std::size_t i = 0; i < bound.size(); ++i) {
        if (bound[i].is_missing()) {
            continue;
        }
        if (bound[i].is_undefined()) {
            return fail(FaultKind::type_error,
                        "unsupported type for timedelta " + std::string(kNames[i]) + " component: Undefined");
        }
        LEVADA_LET(const Value part, multiply(make_delta(kUnits[i]), bound[i]));
        LEVADA_LET(total, add(total, part));
    }
    return total;
}

Outcome<Value> now_function(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("now", arguments, {"tz"}));
    LEVADA_LET(const CivilTime now, now_at(evaluator, std::nullopt));
    if (bound[0].is_missing() || bound[0].is_none()) {
        return make_date_time(now);
    }
    LEVADA_LET(const ZonedTime zoned, in_zone(bound[0], now, ZoneUse::convert));
    return make_date_time(zoned.time, zoned.zone);
}

Outcome<Value> today_function(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("today", arguments));
    LEVADA_LET(const CivilTime now, now_at(evaluator, std::nullopt));
    return make_date(now);
}

Outcome<Value> parse_function(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("strptime", arguments, {"date_string", "format"}, 2));
    LEVADA_LET(const std::string_view text, text_or(bound[0], ""));
    LEVADA_LET(const std::string_view format, text_or(bound[1], ""));
    const std::optional<CivilTime> time = TimePattern(format).parse(text);
    if (!time) {
        return fail(FaultKind::value_error,
                    "time data '" + std::string(text) + "' does not match format '" + std::string(format) + "'");
    }
    return make_date_time(*time, time->offset_us ? "UTC" : "");
}

template <Kind kKind>
Outcome<Value> from_iso_format(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("fromisoformat", arguments, {"date_string"}, 1));
    LEVADA_LET(const std::string_view text, text_or(bound[0], ""));
    const std::optional<CivilTime> time = parse_iso_time(text);
    if (!time || (kKind == Kind::date && text.size() > 10)) {
        return fail(FaultKind::value_error, "Invalid isoformat string: '" + std::string(text) + "'");
    }
    return kKind == Kind::date ? make_date(*time) : make_date_time(*time, time->offset_us ? "UTC" : "");
}

Outcome<Value> time_zone(Evaluator& /*evaluator*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("timezone", arguments, {"zone"}, 1));
    LEVADA_LET(const std::string_view name, text_or(bound[0], ""));
    return zone_value(name);
}

void add_method(const Value& type, const char* name, Callable function) {
    type.as<TypeObject>().attributes.emplace_back(name, Value::function(name, std::move(function)));
}

Value make_type(const char* name, Callable constructor) {
    return Value::object(Kind::type, new TypeObject(name, std::move(constructor)));
}

Value make_pytz_module() {
    const Value module = Value::object(Kind::module, new ModuleObject("pytz"));
    const Value utc = zone_value("UTC").value_or(Value::none());
    auto& attributes = module.as<ModuleObject>().attributes;
    attributes.emplace_back("timezone", Value::function("timezone", time_zone));
    attributes.emplace_back("utc", utc);
    attributes.emplace_back("UTC", utc);
    return module;
}

// ---- itertools

Outcome<Value> product(Evaluator& evaluator, Arguments& arguments) {
    if (!arguments.keywords.empty()) {
        return fail(FaultKind::unsupported, "product(repeat=...) is not supported");
    }
    std::vector<std::vector<Value>> rows(1);
    for (const Value& iterable : arguments.positional) {
        LEVADA_LET(const std::vector<Value> items, iterable.items());
        std::vector<std::vector<Value>> longer;
        for (const std::vector<Value>& row : rows) {
            for (const Value& item : items) {
                LEVADA_DO(evaluator.count_iteration());
                longer.push_back(row);
                longer.back().push_back(item);
            }
        }
        rows = std::move(longer);
    }
    std::vector<Value> tuples;
    tuples.reserve(rows.size());
    for (std::vector<Value>& row : rows) {
        tuples.push_back(Value::tuple(std::move(row)));
    }
    return Value::list(std::move(tuples));
}

/// Extends every choice by the items behind its last one.
Outcome<Value> combinations(Evaluator& evaluator, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("combinations", arguments, {"iterable", "r"}, 2));
    LEVADA_LET(const std::vector<Value> items, bound[0].items());
    LEVADA_LET(const std::int64_t size, integer_or(bound[1], 0));
    if (size < 0) {
        return fail(FaultKind::value_error, "r must be non-negative");
    }
    std::vector<std::vector<std::size_t>> choices(1);
    for (std::int64_t i = 0; i < size; ++i) {
        std::vector<std::vector<std::size_t>> longer;
        for (const std::vector<std::size_t>& choice : choices) {
            for (std::size_t next = choice.empty() ? 0 : choice.back() + 1; next < items.size(); ++next) {
                LEVADA_DO(evaluator.count_iteration());
                longer.push_back(choice);
                longer.back().push_back(next);
            }
        }
        choices = std::move(longer);
    }
    std::vector<Value> tuples;
    tuples.reserve(choices.size());
    for (const std::vector<std::size_t>& choice : choices) {
        std::vector<Value> chosen;
        chosen.reserve(choice.size());
        for (const std::size_t index : choice) {
            chosen.push_back(items[index]);
        }
        tuples.push_back(Value::tuple(std::move(chosen)));
    }
    return Value::list(std::move(tuples));
}

Outcome<Value> chain(Evaluator& /*evaluator*/, Arguments& arguments) {
    std::vector<Value> all;
    for (const Value& iterable : arguments.positional) {
        LEVADA_LET(const std::vector<Value> items, iterable.items());
        all.insert(all.end(), items.begin(), items.end());
    }
    return Value::list(std::move(all));
}

Value make_itertools_module() {
    const Value module = Value::object(Kind::module, new ModuleObject("itertools"));
    auto& attributes = module.as<ModuleObject>().attributes;
    attributes.emplace_back("product", Value::function("product", product));
    attributes.emplace_back("combinations", Value::function("combinations", combinations));
    attributes.emplace_back("chain", Value::function("chain", chain));
    return module;
}

}  // namespace

Value make_datetime_module() {
    const Value date = make_type("datetime.date", new_date);
    add_method(date, "today", today_function);
    add_method(date, "fromisoformat", from_iso_format<Kind::date>);
    const Value date_time = make_type("datetime.datetime", new_date_time);
    add_method(date_time, "now", now_function);
    add_method(date_time, "utcnow", now_function);
    add_method(date_time, "strptime", parse_function);
    add_method(date_time, "fromisoformat", from_iso_format<Kind::date_time>);
    const Value module = Value::object(Kind::module, new ModuleObject("datetime"));
    auto& attributes = module.as<ModuleObject>().attributes;
    attributes.emplace_back("date", date);
    attributes.emplace_back("datetime", date_time);
    attributes.emplace_back("timedelta", make_type("datetime.timedelta", new_delta));
    return module;
}

Value make_modules() {
    const Value modules = Value::object(Kind::module, new ModuleObject("modules"));
    auto& attributes = modules.as<ModuleObject>().attributes;
    attributes.emplace_back("datetime", make_datetime_module());
    attributes.emplace_back("pytz", make_pytz_module());
    attributes.emplace_back("re", make_re_module());
    attributes.emplace_back("itertools", make_itertools_module());
    return modules;
}

}  // namespace levada::jinja::dbt
