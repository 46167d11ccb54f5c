// + - * / // % ** of values, with Python's integers of any size.
#include "complex.h"
#include "format.h"
#include "objects.h"
#include "ops.h"
#include "time_ops.h"
#include "try.h"

#include <cmath>
#include <limits>

namespace levada::jinja {

namespace {

constexpr std::size_t kRepeatSizeMax = std::size_t{256} << 20U;

tl::unexpected<Fault> unsupported_operands(std::string_view sign, const Value& a, const Value& b) {
    return fail(FaultKind::type_error,
                "unsupported operand type(s) for " + std::string(sign) + ": '" + std::string(a.type_name()) +
                    "' and '" + std::string(b.type_name()) + "'");
}

/// The fault of the operand that is undefined, if one is. A text on the left of % formats an undefined value instead.
std::optional<Fault> undefined_operand(const Value& a, const Value& b) {
    if (a.is_undefined()) {
        return undefined_fault(a);
    }
    if (b.is_undefined()) {
        return undefined_fault(b);
    }
    return std::nullopt;
}

bool both_integral(const Value& a, const Value& b) {
    return is_integral(a) && is_integral(b);
}
bool both_numeric(const Value& a, const Value& b) {
    return is_numeric(a) && is_numeric(b);
}

bool is_time(const Value& value) {
    return value.is(Kind::date) || value.is(Kind::date_time) || value.is(Kind::time_delta) ||
           value.is(Kind::iso_duration);
}

/// Both as doubles.
struct Reals {
    double a;
    double b;
};

Outcome<Reals> to_reals(const Value& a, const Value& b) {
    LEVADA_LET(const double left, to_real(a));
    LEVADA_LET(const double right, to_real(b));
    return Reals{left, right};
}

Value concatenated(const std::vector<Value>& a, const std::vector<Value>& b, Kind kind) {
    std::vector<Value> all = a;
    all.insert(all.end(), b.begin(), b.end());
    return kind == Kind::tuple ? Value::tuple(std::move(all)) : Value::list(std::move(all));
}

Value add_texts(const Value& a, const Value& b) {
    std::string out;
    if (a.is_markup() || b.is_markup()) {
        append_escaped(out, a);
        append_escaped(out, b);
        return make_text(std::move(out), true);
    }
    out.reserve(a.text().size() + b.text().size());
    out += a.text();
    out += b.text();
    return Value::string(std::move(out));
}

Outcome<Value> add_integers(const Value& a, const Value& b) {
    const std::optional<std::int64_t> x = small_integer(a);
    const std::optional<std::int64_t> y = small_integer(b);
    std::int64_t sum = 0;
    if (x && y && !__builtin_add_overflow(*x, *y, &sum)) {
        return Value::integer(sum);
    }
    return value_of(big_of(a) + big_of(b));
}

Outcome<Value> multiply_integers(const Value& a, const Value& b) {
    const std::optional<std::int64_t> x = small_integer(a);
    const std::optional<std::int64_t> y = small_integer(b);
    std::int64_t product = 0;
    if (x && y && !__builtin_mul_overflow(*x, *y, &product)) {
        return Value::integer(product);
    }
    const BigInteger left = big_of(a);
    const BigInteger right = big_of(b);
    if (left.bit_count() + right.bit_count() > BigInteger::kBitsMax) {
        return fail(FaultKind::memory_error,
                    "integer beyond the limit of " + std::to_string(BigInteger::kBitsMax) + " bits");
    }
    return value_of(left * right);
}

/// `size` is not 0: bytes of a text, or items.
Outcome<void> check_repetition(std::size_t times, std::size_t size, bool is_text) {
    constexpr auto kIndexMax = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    if (is_text && times > kIndexMax / size) {
        return fail(FaultKind::overflow_error, "repeated string is too long");
    }
    if (times > kRepeatSizeMax / size / (is_text ? 1 : sizeof(Value))) {
        return fail(FaultKind::memory_error, "repetition beyond the limit of 256 MiB");
    }
    return {};
}

/// Doubles what is there: a hundred million copies of one octet take no hundred million steps.
std::string repeated(std::string_view text, std::size_t times) {
    const std::size_t size = text.size() * times;
    std::string out;
    out.reserve(size);
    out.append(text.substr(0, size));
    while (out.size() < size) {
        out.append(out.data(), std::min(out.size(), size - out.size()));
    }
    return out;
}

Outcome<Value> repeat(const Value& sequence, const Value& count) {
    const std::optional<std::int64_t> small = small_integer(count);
    if (!small) {
        return fail(FaultKind::overflow_error, "cannot fit 'int' into an index-sized integer");
    }
    const std::size_t times = *small > 0 ? static_cast<std::size_t>(*small) : 0;
    const bool is_text = sequence.is(Kind::string) || sequence.is(Kind::bytes);
    const std::size_t size = is_text ? sequence.text().size() : sequence.as<ListObject>().items.size();
    if (size != 0) {
        LEVADA_DO(check_repetition(times, size, is_text));
    }
    if (is_text) {
        std::string out = repeated(sequence.text(), times);
        return sequence.is(Kind::bytes) ? Value::bytes(std::move(out))
                                        : make_text(std::move(out), sequence.is_markup());
    }
    std::vector<Value> items;
    items.reserve(size * times);
    for (std::size_t i = 0; i < times; ++i) {
        const std::vector<Value>& part = sequence.as<ListObject>().items;
        items.insert(items.end(), part.begin(), part.end());
    }
    return sequence.is(Kind::tuple) ? Value::tuple(std::move(items)) : Value::list(std::move(items));
}

bool is_repeatable(const Value& value) {
    return value.is(Kind::string) || value.is(Kind::bytes) || value.is(Kind::list) || value.is(Kind::tuple);
}

/// Quotient rounded down and remainder of two floats, as CPython's float_divmod computes them.
struct FloatDivision {
    double quotient;
    double remainder;
};

FloatDivision divide_reals(double a, double b) {
    double remainder = std::fmod(a, b);
    double quotient = (a - remainder) / b;
    if (remainder != 0) {
        if ((b < 0) != (remainder < 0)) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = std::copysign(0.0, b);
    }
    if (quotient != 0) {
        const double floored = std::floor(quotient);
        quotient = quotient - floored > 0.5 ? floored + 1.0 : floored;
    } else {
        quotient = std::copysign(0.0, a / b);
    }
    return {quotient, remainder};
}

enum class Part : std::uint8_t { quotient, remainder };

Outcome<Value> divide_integers(const Value& a, const Value& b, Part part) {
    const std::optional<std::int64_t> x = small_integer(a);
    const std::optional<std::int64_t> y = small_integer(b);
    if (y && *y == 0) {
        return fail(FaultKind::zero_division_error, "integer division or modulo by zero");
    }
    const bool overflows = x && y && *x == std::numeric_limits<std::int64_t>::min() && *y == -1;
    if (x && y && !overflows) {
        std::int64_t quotient = *x / *y;
        std::int64_t remainder = *x % *y;
        if (remainder != 0 && ((remainder < 0) != (*y < 0))) {
            --quotient;
            remainder += *y;
        }
        return Value::integer(part == Part::quotient ? quotient : remainder);
    }
    auto [quotient, remainder] = BigInteger::divide_floor(big_of(a), big_of(b));
    return value_of(part == Part::quotient ? std::move(quotient) : std::move(remainder));
}

Outcome<Value> divide_whole(const Value& a, const Value& b, Part part) {
    if (both_integral(a, b)) {
        return divide_integers(a, b, part);
    }
    LEVADA_LET(const Reals reals, to_reals(a, b));
    if (reals.b == 0) {
        return fail(FaultKind::zero_division_error,
                    part == Part::quotient ? "float floor division by zero" : "float modulo");
    }
    const FloatDivision division = divide_reals(reals.a, reals.b);
    return Value::real(part == Part::quotient ? division.quotient : division.remainder);
}

/// Nearest double of a / b, also when neither fits a double.
double divide_big(const BigInteger& a, const BigInteger& b) {
    // Scales so that the quotient has at least 66 bits; a remainder becomes a sticky bit, so there is one rounding.
    constexpr std::int64_t kQuotientBits = 66;
    const auto bits_a = static_cast<std::int64_t>(a.bit_count());
    const auto bits_b = static_cast<std::int64_t>(b.bit_count());
    const std::int64_t shift = std::max<std::int64_t>(0, kQuotientBits - (bits_a - bits_b));
    const BigInteger left = a.is_negative() ? a.negated() : a;
    const BigInteger right = b.is_negative() ? b.negated() : b;
    const BigInteger scaled = left * BigInteger::power_of_two(static_cast<std::size_t>(shift));
    auto [quotient, remainder] = BigInteger::divide_floor(scaled, right);
    quotient = quotient * BigInteger(2) + BigInteger(remainder.is_zero() ? 0 : 1);
    const double magnitude = std::ldexp(quotient.to_double(), -static_cast<int>(shift) - 1);
    return a.is_negative() != b.is_negative() ? -magnitude : magnitude;
}

Outcome<Value> power_integers(const Value& a, const Value& b) {
    const std::optional<std::int64_t> exponent = small_integer(b);
    const BigInteger base = big_of(a);
    if (big_of(b).is_negative()) {
        if (base.is_zero()) {
            return fail(FaultKind::zero_division_error, "0.0 cannot be raised to a negative power");
        }
        LEVADA_LET(const Reals reals, to_reals(a, b));
        return Value::real(std::pow(reals.a, reals.b));
    }
    if (!exponent) {
        const std::optional<std::int64_t> small = small_integer(a);
        if (!small || *small < -1 || *small > 1) {
            return fail(FaultKind::memory_error, "exponent beyond 64 bits");
        }
        const bool is_even = BigInteger::divide_floor(big_of(b), BigInteger(2)).second.is_zero();
        return Value::integer(*small == -1 && is_even ? 1 : *small);
    }
    const std::optional<BigInteger> result = base.power(static_cast<std::uint64_t>(*exponent));
    if (!result) {
        return fail(FaultKind::memory_error,
                    "integer beyond the limit of " + std::to_string(BigInteger::kBitsMax) + " bits");
    }
    return value_of(*result);
}

Outcome<Value> power_reals(const Reals& reals) {
    if (reals.a == 0 && reals.b < 0) {
        return fail(FaultKind::zero_division_error, "0.0 cannot be raised to a negative power");
    }
    if (reals.a < 0 && std::isfinite(reals.a) && std::isfinite(reals.b) && reals.b != std::floor(reals.b)) {
        return complex_power(reals.a, reals.b);
    }
    const double result = std::pow(reals.a, reals.b);
    if (std::isinf(result) && std::isfinite(reals.a) && std::isfinite(reals.b)) {
        return fail(FaultKind::overflow_error, "(34, 'Numerical result out of range')");
    }
    return Value::real(result);
}

Value set_difference(const Value& a, const Value& b) {
    std::vector<Value> kept;
    for (const Value& item : a.as<ListObject>().items) {
        if (!contains(b, item).value_or(false)) {
            kept.push_back(item);
        }
    }
    return make_set(kept);
}

}  // namespace

bool is_integral(const Value& value) {
    return value.is(Kind::integer) || value.is(Kind::boolean) || value.is(Kind::big_integer);
}

bool is_numeric(const Value& value) {
    return value.is(Kind::real) || is_integral(value);
}

std::optional<std::int64_t> small_integer(const Value& value) {
    if (value.is(Kind::integer)) {
        return value.as_integer();
    }
    if (value.is(Kind::boolean)) {
        return value.as_bool() ? 1 : 0;
    }
    return std::nullopt;
}

Outcome<double> to_real(const Value& value) {
    if (value.is(Kind::real)) {
        return value.as_real();
    }
    if (const std::optional<std::int64_t> small = small_integer(value)) {
        return static_cast<double>(*small);
    }
    const double real = value.as<BigIntegerObject>().number.to_double();
    if (std::isinf(real)) {
        return fail(FaultKind::overflow_error, "int too large to convert to float");
    }
    return real;
}

Fault undefined_fault(const Value& undefined) {
    const std::string name(undefined.text());
    if ((undefined.flags() & Value::kUnsafe) != 0) {
        return Fault(FaultKind::security_error, "access to attribute '" + name + "' is unsafe");
    }
    if (undefined.detail() == std::numeric_limits<std::uint8_t>::max()) {
        return Fault(FaultKind::undefined_error, name);
    }
    if (undefined.detail() == 0) {
        return Fault(FaultKind::undefined_error, "'" + name + "' is undefined");
    }
    const bool is_dict = undefined.detail() == static_cast<std::uint8_t>(Kind::dict) ||
                         undefined.detail() == static_cast<std::uint8_t>(Kind::raw_object);
    return Fault(FaultKind::undefined_error,
                 std::string(is_dict ? "'dict object'" : "the value") + " has no attribute '" + name + "'");
}

Outcome<Value> add(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (both_integral(a, b)) {
        return add_integers(a, b);
    }
    if (both_numeric(a, b)) {
        LEVADA_LET(const Reals reals, to_reals(a, b));
        return Value::real(reals.a + reals.b);
    }
    if (a.is_string() && b.is_string()) {
        return add_texts(a, b);
    }
    const Value left = a.materialized();
    const Value right = b.materialized();
    if (left.kind() == right.kind() && (left.is(Kind::list) || left.is(Kind::tuple))) {
        return concatenated(left.as<ListObject>().items, right.as<ListObject>().items, left.kind());
    }
    if (a.is(Kind::bytes) && b.is(Kind::bytes)) {
        return Value::bytes(std::string(a.text()) + std::string(b.text()));
    }
    if (is_time(a) && is_time(b)) {
        return add_times(a, b, 1);
    }
    if (is_complex(a) || is_complex(b)) {
        return complex_result(ComplexOperation::add, a, b);
    }
    return unsupported_operands("+", a, b);
}

Outcome<Value> subtract(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (both_integral(a, b)) {
        const std::optional<std::int64_t> x = small_integer(a);
        const std::optional<std::int64_t> y = small_integer(b);
        std::int64_t difference = 0;
        if (x && y && !__builtin_sub_overflow(*x, *y, &difference)) {
            return Value::integer(difference);
        }
        return value_of(big_of(a) - big_of(b));
    }
    if (both_numeric(a, b)) {
        LEVADA_LET(const Reals reals, to_reals(a, b));
        return Value::real(reals.a - reals.b);
    }
    if (a.is(Kind::set) && b.is(Kind::set)) {
        return set_difference(a, b);
    }
    if (is_time(a) && is_time(b)) {
        return add_times(a, b, -1);
    }
    if (is_complex(a) || is_complex(b)) {
        return complex_result(ComplexOperation::subtract, a, b);
    }
    return unsupported_operands("-", a, b);
}

Outcome<Value> multiply(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (both_integral(a, b)) {
        return multiply_integers(a, b);
    }
    if (both_numeric(a, b)) {
        LEVADA_LET(const Reals reals, to_reals(a, b));
        return Value::real(reals.a * reals.b);
    }
    const Value left = a.materialized();
    const Value right = b.materialized();
    if (is_repeatable(left) && is_integral(right)) {
        return repeat(left, right);
    }
    if (is_integral(left) && is_repeatable(right)) {
        return repeat(right, left);
    }
    if (a.is(Kind::time_delta) || b.is(Kind::time_delta)) {
        return multiply_delta(a, b);
    }
    if (is_complex(a) || is_complex(b)) {
        return complex_result(ComplexOperation::multiply, a, b);
    }
    if (is_repeatable(left) || is_repeatable(right)) {
        const Value& other = is_repeatable(left) ? right : left;
        return fail(FaultKind::type_error,
                    "can't multiply sequence by non-int of type '" + std::string(other.type_name()) + "'");
    }
    return unsupported_operands("*", a, b);
}

namespace {

/// An integer that a double holds without rounding.
bool is_exact_real(const Value& value) {
    constexpr std::int64_t kExactMax = std::int64_t{1} << 53U;
    const std::optional<std::int64_t> small = small_integer(value);
    return small && *small >= -kExactMax && *small <= kExactMax;
}

}  // namespace

Outcome<Value> divide(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (a.is(Kind::time_delta)) {
        return divide_delta(a, b);
    }
    if (is_complex(a) || is_complex(b)) {
        return complex_result(ComplexOperation::divide, a, b);
    }
    if (!both_numeric(a, b)) {
        return unsupported_operands("/", a, b);
    }
    if (both_integral(a, b) && !(is_exact_real(a) && is_exact_real(b))) {
        const BigInteger divisor = big_of(b);
        if (divisor.is_zero()) {
            return fail(FaultKind::zero_division_error, "division by zero");
        }
        const double quotient = divide_big(big_of(a), divisor);
        if (std::isinf(quotient)) {
            return fail(FaultKind::overflow_error, "integer division result too large for a float");
        }
        return Value::real(quotient);
    }
    LEVADA_LET(const Reals reals, to_reals(a, b));
    if (reals.b == 0) {
        return fail(FaultKind::zero_division_error,
                    both_integral(a, b) ? "division by zero" : "float division by zero");
    }
    return Value::real(reals.a / reals.b);
}

Outcome<Value> floor_divide(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (a.is(Kind::time_delta)) {
        return floor_divide_delta(a, b);
    }
    return both_numeric(a, b) ? divide_whole(a, b, Part::quotient) : unsupported_operands("//", a, b);
}

Outcome<Value> modulo(const Value& a, const Value& b) {
    if (a.is_string()) {
        return percent_format(a, b);
    }
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (a.is(Kind::time_delta) && b.is(Kind::time_delta)) {
        return modulo_delta(a, b);
    }
    return both_numeric(a, b) ? divide_whole(a, b, Part::remainder) : unsupported_operands("%", a, b);
}

Outcome<Value> power(const Value& a, const Value& b) {
    if (auto fault = undefined_operand(a, b)) {
        return fail(std::move(*fault));
    }
    if (both_integral(a, b)) {
        return power_integers(a, b);
    }
    if (!both_numeric(a, b)) {
        return unsupported_operands("** or pow()", a, b);
    }
    LEVADA_LET(const Reals reals, to_reals(a, b));
    return power_reals(reals);
}

Outcome<void> check_printable(const Value& value) {
    if (value.is(Kind::big_integer)) {
        // Digits are counted only where their number is near the limit.
        constexpr std::size_t kBitsSurelyFine = 14'283;
        const BigInteger& number = value.as<BigIntegerObject>().number;
        if (number.bit_count() > kBitsSurelyFine &&
            number.to_string().size() - (number.is_negative() ? 1 : 0) > kIntegerDigitsMax) {
            return fail(FaultKind::value_error, "Exceeds the limit (4300 digits) for integer string conversion");
        }
    }
    return {};
}

Outcome<Value> negate(const Value& a) {
    if (a.is_undefined()) {
        return fail(undefined_fault(a));
    }
    if (a.is(Kind::real)) {
        return Value::real(-a.as_real());
    }
    if (a.is(Kind::integer) && a.as_integer() != std::numeric_limits<std::int64_t>::min()) {
        return Value::integer(-a.as_integer());
    }
    if (is_integral(a)) {
        return value_of(big_of(a).negated());
    }
    if (is_complex(a)) {
        return make_complex(-a.as<ComplexObject>().real(), -a.as<ComplexObject>().imaginary());
    }
    if (a.is(Kind::time_delta)) {
        return make_delta(-a.as<DeltaObject>().micros);
    }
    return fail(FaultKind::type_error, "bad operand type for unary -: '" + std::string(a.type_name()) + "'");
}

Outcome<Value> positive(const Value& a) {
    if (a.is_undefined()) {
        return fail(undefined_fault(a));
    }
    if (is_integral(a)) {
        return a.is(Kind::integer) ? a : value_of(big_of(a));
    }
    if (a.is(Kind::real) || a.is(Kind::time_delta) || is_complex(a)) {
        return a;
    }
    return fail(FaultKind::type_error, "bad operand type for unary +: '" + std::string(a.type_name()) + "'");
}

}  // namespace levada::jinja
