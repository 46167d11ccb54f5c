// Methods and attributes of int and float.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "try.h"

#include <cmath>

namespace levada::jinja {

namespace {

Outcome<Value> bit_length(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("bit_length", arguments));
    return Value::integer(static_cast<std::int64_t>(big_of(self).bit_count()));
}

Outcome<Value> conjugate(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("conjugate", arguments));
    return positive(self);
}

Outcome<Value> integer_ratio(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("as_integer_ratio", arguments));
    if (!self.is(Kind::real)) {
        return Value::tuple({value_of(big_of(self)), Value::integer(1)});
    }
    if (!std::isfinite(self.as_real())) {
        return fail(std::isnan(self.as_real()) ? FaultKind::value_error : FaultKind::overflow_error,
                    "cannot convert to integer ratio");
    }
    double numerator = self.as_real();
    std::uint64_t doublings = 0;
    while (numerator != std::floor(numerator)) {
        numerator *= 2;
        ++doublings;
    }
    return Value::tuple({value_of(BigInteger::from_double(numerator)), value_of(*BigInteger(2).power(doublings))});
}

Outcome<Value> is_integer(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("is_integer", arguments));
    return Value::boolean(std::isfinite(self.as_real()) && self.as_real() == std::floor(self.as_real()));
}

constexpr MethodEntry kIntegerMethods[] = {
    {"bit_length", bit_length}, {"conjugate", conjugate}, {"as_integer_ratio", integer_ratio}};

constexpr MethodEntry kRealMethods[] = {
    {"is_integer", is_integer}, {"conjugate", conjugate}, {"as_integer_ratio", integer_ratio}};

Value number_attribute(const Value& self, std::string_view name) {
    if (name == "real") {
        return self.is(Kind::boolean) ? Value::integer(self.as_bool() ? 1 : 0) : self;
    }
    if (name == "imag") {
        return self.is(Kind::real) ? Value::real(0) : Value::integer(0);
    }
    if (self.is(Kind::real)) {
        return {};
    }
    if (name == "numerator") {
        return value_of(big_of(self));
    }
    return name == "denominator" ? Value::integer(1) : Value();
}

Value date_attribute(const Value& self, std::string_view name) {
    const DateObject& date = self.as<DateObject>();
    const CivilTime& t = date.time;
    const bool has_time = self.is(Kind::date_time);
    struct Field {
        std::string_view name;
        int value;
        bool needs_time;
    };
    const Field fields[] = {{"year", t.year, false},
                            {"month", t.month, false},
                            {"day", t.day, false},
                            {"hour", t.hour, true},
                            {"minute", t.minute, true},
                            {"second", t.second, true},
                            {"microsecond", t.microsecond, true}};
    for (const Field& field : fields) {
        if (field.name == name && (has_time || !field.needs_time)) {
            return Value::integer(field.value);
        }
    }
    if (name == "tzinfo" && has_time) {
        return t.offset_us ? Value::string(date.zone.empty() ? "UTC" : date.zone) : Value::none();
    }
    return {};
}

Value delta_attribute(std::int64_t micros, std::string_view name) {
    std::int64_t days = micros / kMicrosPerDay;
    std::int64_t rest = micros % kMicrosPerDay;
    if (rest < 0) {
        rest += kMicrosPerDay;
        --days;
    }
    if (name == "days") {
        return Value::integer(days);
    }
    if (name == "seconds") {
        return Value::integer(rest / kMicrosPerSecond);
    }
    return name == "microseconds" ? Value::integer(rest % kMicrosPerSecond) : Value();
}

Value duration_attribute(const IsoDuration& duration, std::string_view name) {
    if (name == "years") {
        return Value::real(duration.years);
    }
    if (name == "months") {
        return Value::real(duration.months);
    }
    return name == "tdelta" ? make_delta(duration.micros) : delta_attribute(duration.micros, name);
}

}  // namespace

std::span<const MethodEntry> integer_methods() {
    return kIntegerMethods;
}
std::span<const MethodEntry> real_methods() {
    return kRealMethods;
}

namespace {

Value group_attribute(const Value& self, std::string_view name) {
    const bool is_group = (self.flags() & kGroupTuple) != 0 && (name == "grouper" || name == "list");
    return is_group ? self.as<ListObject>().items[name == "grouper" ? 0 : 1] : Value();
}

Value range_attribute(const RangeObject& range, std::string_view name) {
    if (name == "start") {
        return Value::integer(range.start);
    }
    if (name == "stop") {
        return Value::integer(range.stop);
    }
    return name == "step" ? Value::integer(range.step) : Value();
}

}  // namespace

Value data_attribute(const Value& self, std::string_view name) {
    if (is_numeric(self)) {
        return number_attribute(self, name);
    }
    switch (self.kind()) {
        case Kind::date:
        case Kind::date_time:
            return date_attribute(self, name);
        case Kind::time_delta:
            return delta_attribute(self.as<DeltaObject>().micros, name);
        case Kind::iso_duration:
            return duration_attribute(self.as<IsoDurationObject>().duration, name);
        case Kind::tuple:
            return group_attribute(self, name);
        case Kind::range:
            return range_attribute(self.as<RangeObject>(), name);
        default:
            return {};
    }
}

}  // namespace levada::jinja
