#include "rounding.h"

#include "format.h"
#include "objects.h"
#include "ops.h"

#include <algorithm>
#include <cmath>

namespace levada::jinja {

namespace {

/// Python's round(float, digits): the nearest decimal, ties to even, decided on the exact value.
double rounded(double value, std::int64_t digits) {
    constexpr std::int64_t kDigitsMax = 323;
    if (!std::isfinite(value) || digits > kDigitsMax) {
        return value;
    }
    if (digits >= 0) {
        return parse_real(format_real(value, 'f', static_cast<std::size_t>(digits), false)).value_or(value);
    }
    if (digits < -308) {
        return std::copysign(0.0, value);
    }
    const double scale = std::pow(10.0, static_cast<double>(-digits));
    return std::nearbyint(value / scale) * scale;
}

Value rounded_integer(const Value& input, std::int64_t digits) {
    if (digits >= 0) {
        return value_of(big_of(input));
    }
    constexpr std::int64_t kDigitsMin = -4000;
    const BigInteger scale =
        BigInteger(10).power(static_cast<std::uint64_t>(-std::max(digits, kDigitsMin))).value_or(BigInteger(1));
    auto [quotient, remainder] = BigInteger::divide_floor(big_of(input), scale);
    const BigInteger doubled = remainder + remainder;
    const bool is_odd = !BigInteger::divide_floor(quotient, BigInteger(2)).second.is_zero();
    if (doubled > scale || (doubled == scale && is_odd)) {
        quotient = quotient + BigInteger(1);
    }
    return value_of(quotient * scale);
}

Outcome<Value> integer_of(double real) {
    if (!std::isfinite(real)) {
        return fail(
            std::isnan(real) ? FaultKind::value_error : FaultKind::overflow_error,
            std::isnan(real) ? "cannot convert float NaN to integer" : "cannot convert float infinity to integer");
    }
    return value_of(BigInteger::from_double(real));
}

}  // namespace

Value rounded_number(const Value& number, std::int64_t digits) {
    return is_integral(number) ? rounded_integer(number, digits) : Value::real(rounded(number.as_real(), digits));
}

Outcome<Value> rounded_to_integer(const Value& number) {
    return is_integral(number) ? value_of(big_of(number)) : integer_of(std::nearbyint(number.as_real()));
}

Outcome<Value> truncated(const Value& number) {
    return is_integral(number) ? value_of(big_of(number)) : integer_of(std::trunc(number.as_real()));
}

}  // namespace levada::jinja
