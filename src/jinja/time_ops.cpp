#include "time_ops.h"

#include "evaluator.h"
#include "objects.h"
#include "ops.h"
#include "text.h"
#include "try.h"

#include <chrono>
#include <cmath>
#include <optional>

namespace levada::jinja {

namespace {

constexpr std::int64_t kDeltaDaysMax = 999'999'999;

bool is_date_like(const Value& value) {
    return value.is(Kind::date) || value.is(Kind::date_time);
}

bool is_length(const Value& value) {
    return value.is(Kind::time_delta) || value.is(Kind::iso_duration);
}

tl::unexpected<Fault> unsupported_times(const Value& a, const Value& b) {
    return fail(
        FaultKind::type_error,
        "unsupported operand type(s): '" + std::string(a.type_name()) + "' and '" + std::string(b.type_name()) + "'");
}

Outcome<Value> checked_delta(std::int64_t micros) {
    if (std::abs(micros / kMicrosPerDay) > kDeltaDaysMax) {
        return fail(FaultKind::overflow_error,
                    "days=" + std::to_string(micros / kMicrosPerDay) + "; must have magnitude <= 999999999");
    }
    return make_delta(micros);
}

IsoDuration length_of(const Value& value) {
    if (value.is(Kind::time_delta)) {
        IsoDuration duration;
        duration.micros = value.as<DeltaObject>().micros;
        return duration;
    }
    return value.as<IsoDurationObject>().duration;
}

Outcome<Value> shifted(const Value& date, const Value& length, int sign) {
    CivilTime time = date.as<DateObject>().time;
    IsoDuration duration = length_of(length);
    if (date.is(Kind::date)) {
        // A date moves by timedelta.days, which is rounded down before the sign counts.
        duration.micros = floor_div(duration.micros, kMicrosPerDay) * kMicrosPerDay;
    }
    switch (shift_by(time, duration, sign)) {
        case ShiftOutcome::shifted:
            break;
        case ShiftOutcome::overflow:
            return fail(FaultKind::overflow_error, "date value out of range");
        case ShiftOutcome::invalid:
            return fail(FaultKind::value_error, "year is out of range, or years and months are no whole numbers");
    }
    return date.is(Kind::date) ? make_date(time) : make_date_time(time, date.as<DateObject>().zone);
}

Outcome<Value> difference(const Value& a, const Value& b) {
    const CivilTime& x = a.as<DateObject>().time;
    const CivilTime& y = b.as<DateObject>().time;
    if (a.kind() != b.kind()) {
        return unsupported_times(a, b);
    }
    if (x.offset_us.has_value() != y.offset_us.has_value()) {
        return fail(FaultKind::type_error, "can't subtract offset-naive and offset-aware datetimes");
    }
    return make_delta(utc_micros(x) - utc_micros(y));
}

Outcome<Value> add_lengths(const Value& a, const Value& b, int sign) {
    IsoDuration sum = length_of(a);
    const IsoDuration other = length_of(b);
    std::int64_t micros = 0;
    if (__builtin_add_overflow(sum.micros, sign * other.micros, &micros)) {
        return fail(FaultKind::overflow_error, "timedelta out of range");
    }
    if (a.is(Kind::time_delta) && b.is(Kind::time_delta)) {
        return checked_delta(micros);
    }
    sum.micros = micros;
    sum.years += sign * other.years;
    sum.months += sign * other.months;
    if (!sum.is_calendar()) {
        return checked_delta(micros);
    }
    return Value::object(Kind::iso_duration, new IsoDurationObject(sum));
}

/// Nearest integer, ties to even, as timedelta's arithmetic rounds.
std::optional<std::int64_t> rounded(double value) {
    constexpr double kBound = 9.2e18;
    const double nearest = std::nearbyint(value);
    if (!std::isfinite(value) || std::fabs(nearest) > kBound) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(nearest);
}

}  // namespace

Outcome<CivilTime> now_at(Evaluator& evaluator, std::optional<std::int64_t> offset_us) {
    const auto now = evaluator.context().now();
    if (!now) {
        return fail(FaultKind::unsupported, "the current time is not known here");
    }
    const std::int64_t micros = std::chrono::duration_cast<std::chrono::microseconds>(now->time_since_epoch()).count();
    const std::optional<CivilTime> time = civil_from_micros(micros, offset_us);
    if (!time) {
        return fail(FaultKind::overflow_error, "date value out of range");
    }
    return *time;
}

Outcome<Value> add_times(const Value& a, const Value& b, int sign) {
    if (is_date_like(a) && is_length(b)) {
        return shifted(a, b, sign);
    }
    if (is_length(a) && is_date_like(b) && sign > 0) {
        return shifted(b, a, sign);
    }
    if (is_length(a) && is_length(b)) {
        return add_lengths(a, b, sign);
    }
    if (is_date_like(a) && is_date_like(b) && sign < 0) {
        return difference(a, b);
    }
    return unsupported_times(a, b);
}

Outcome<Value> multiply_delta(const Value& a, const Value& b) {
    const Value& delta = a.is(Kind::time_delta) ? a : b;
    const Value& factor = a.is(Kind::time_delta) ? b : a;
    const std::int64_t micros = delta.as<DeltaObject>().micros;
    if (const std::optional<std::int64_t> integer = small_integer(factor)) {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(micros, *integer, &product)) {
            return fail(FaultKind::overflow_error, "timedelta out of range");
        }
        return checked_delta(product);
    }
    if (factor.is(Kind::big_integer)) {
        return fail(FaultKind::overflow_error, "Python int too large to convert to C int");
    }
    if (!factor.is(Kind::real)) {
        return unsupported_times(a, b);
    }
    const std::optional<std::int64_t> product = rounded(static_cast<double>(micros) * factor.as_real());
    if (!product) {
        return fail(FaultKind::overflow_error, "timedelta out of range");
    }
    return checked_delta(*product);
}

Outcome<Value> divide_delta(const Value& a, const Value& b) {
    const auto micros = static_cast<double>(a.as<DeltaObject>().micros);
    if (b.is(Kind::time_delta)) {
        if (b.as<DeltaObject>().micros == 0) {
            return fail(FaultKind::zero_division_error, "division by zero");
        }
        return Value::real(micros / static_cast<double>(b.as<DeltaObject>().micros));
    }
    if (!is_numeric(b)) {
        return unsupported_times(a, b);
    }
    LEVADA_LET(const double divisor, to_real(b));
    if (divisor == 0) {
        return fail(FaultKind::zero_division_error, "division by zero");
    }
    const std::optional<std::int64_t> quotient = rounded(micros / divisor);
    if (!quotient) {
        return fail(FaultKind::overflow_error, "timedelta out of range");
    }
    return checked_delta(*quotient);
}

Outcome<Value> floor_divide_delta(const Value& a, const Value& b) {
    const Value micros = Value::integer(a.as<DeltaObject>().micros);
    if (b.is(Kind::time_delta)) {
        return floor_divide(micros, Value::integer(b.as<DeltaObject>().micros));
    }
    if (!is_integral(b)) {
        return unsupported_times(a, b);
    }
    LEVADA_LET(const Value quotient, floor_divide(micros, b));
    return make_delta(small_integer(quotient).value_or(0));
}

Outcome<Value> modulo_delta(const Value& a, const Value& b) {
    LEVADA_LET(const Value remainder,
               modulo(Value::integer(a.as<DeltaObject>().micros), Value::integer(b.as<DeltaObject>().micros)));
    return make_delta(small_integer(remainder).value_or(0));
}

}  // namespace levada::jinja
