// Filters over numbers.
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "format.h"
#include "objects.h"
#include "ops.h"
#include "rounding.h"
#include "try.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace levada::jinja {

namespace {

Outcome<Value> absolute(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("abs", arguments));
    if (input.is(Kind::real)) {
        return Value::real(std::fabs(input.as_real()));
    }
    if (is_integral(input)) {
        const BigInteger number = big_of(input);
        return value_of(number.is_negative() ? number.negated() : number);
    }
    if (input.is(Kind::time_delta)) {
        return make_delta(std::abs(input.as<DeltaObject>().micros));
    }
    return fail(FaultKind::type_error, "bad operand type for abs(): '" + std::string(input.type_name()) + "'");
}

std::optional<Value> integer_of_real(double real) {
    if (!std::isfinite(real)) {
        return std::nullopt;
    }
    return value_of(BigInteger::from_double(real));
}

Outcome<Value> to_integer(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("int", arguments, {"default", "base"}));
    LEVADA_LET(const std::int64_t base, integer_or(bound[1], 10));
    Value otherwise = bound[0].is_missing() ? Value::integer(0) : std::move(bound[0]);
    if (input.is_undefined()) {
        return fail(undefined_fault(input));
    }
    if (is_integral(input)) {
        return value_of(big_of(input));
    }
    if (input.is(Kind::real)) {
        return integer_of_real(input.as_real()).value_or(otherwise);
    }
    if (!input.is_string() && !input.is(Kind::bytes)) {
        return otherwise;
    }
    const bool is_base = base == 0 || (base >= 2 && base <= 36);
    const std::optional<Value> integer =
        is_base ? parse_integer(input.text(), static_cast<unsigned>(base)) : std::nullopt;
    if (integer) {
        return *integer;
    }
    const std::optional<double> real = parse_real(input.text());
    return real ? integer_of_real(*real).value_or(otherwise) : otherwise;
}

Outcome<Value> to_float(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<1>("float", arguments, {"default"}));
    Value otherwise = bound[0].is_missing() ? Value::real(0) : std::move(bound[0]);
    if (input.is_undefined()) {
        return fail(undefined_fault(input));
    }
    if (is_numeric(input)) {
        LEVADA_LET(const double real, to_real(input));
        return Value::real(real);
    }
    const bool is_text = input.is_string() || input.is(Kind::bytes);
    const std::optional<double> real = is_text ? parse_real(input.text()) : std::nullopt;
    return real ? Value::real(*real) : otherwise;
}

Outcome<Value> round(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<2>("round", arguments, {"precision", "method"}));
    LEVADA_LET(const std::int64_t digits, integer_or(bound[0], 0));
    LEVADA_LET(const std::string_view method, text_or(bound[1], "common"));
    if (method != "common" && method != "ceil" && method != "floor") {
        return fail(FaultKind::filter_argument_error, "method must be common, ceil or floor");
    }
    if (input.is_undefined()) {
        return method == "common" ? fail(FaultKind::type_error, "type Undefined doesn't define __round__ method")
                                  : fail(undefined_fault(input));
    }
    if (!is_numeric(input)) {
        return fail(FaultKind::type_error,
                    "type " + std::string(input.type_name()) + " doesn't define __round__ method");
    }
    if (method == "common") {
        return rounded_number(input, digits);
    }
    LEVADA_LET(const double real, to_real(input));
    LEVADA_LET(const Value scale, power(Value::integer(10), Value::integer(digits)));
    LEVADA_LET(const Value scaled, multiply(input, scale));
    LEVADA_LET(const double scaled_real, to_real(scaled));
    if (!std::isfinite(real) || !std::isfinite(scaled_real)) {
        return fail(FaultKind::overflow_error, "cannot convert float infinity to integer");
    }
    const Value whole =
        is_integral(scaled)
            ? scaled
            : value_of(BigInteger::from_double(method == "ceil" ? std::ceil(scaled_real) : std::floor(scaled_real)));
    return divide(whole, scale);
}

Outcome<Value> file_size(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("filesizeformat", arguments, {"binary"}));
    const bool is_binary = truth_or(bound[0], false);
    if (input.is_undefined()) {
        return fail(undefined_fault(input));
    }
    std::optional<double> bytes;
    if (is_numeric(input)) {
        LEVADA_LET(bytes, to_real(input));
    } else if (input.is_string()) {
        bytes = parse_real(input.text());
    } else {
        return fail(FaultKind::type_error, "float() argument must be a string or a real number");
    }
    if (!bytes) {
        return fail(FaultKind::value_error, "could not convert string to float: " + input.repr());
    }
    const double base = is_binary ? 1024 : 1000;
    constexpr std::array<std::string_view, 8> kDecimal = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    constexpr std::array<std::string_view, 8> kBinary = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
    if (*bytes == 1) {
        return Value::string("1 Byte");
    }
    if (*bytes < base) {
        return Value::string(value_of(BigInteger::from_double(*bytes)).str() + " Bytes");
    }
    double unit = base;
    for (std::size_t i = 0; i < kDecimal.size(); ++i) {
        unit *= base;
        if (*bytes < unit || i + 1 == kDecimal.size()) {
            return Value::string(format_real(base * *bytes / unit, 'f', 1, false) + " " +
                                 std::string(is_binary ? kBinary[i] : kDecimal[i]));
        }
    }
    return Value::none();
}

constexpr FilterEntry kNumberFilters[] = {
    {"abs", absolute}, {"int", to_integer}, {"float", to_float}, {"round", round}, {"filesizeformat", file_size}};

}  // namespace

std::span<const FilterEntry> number_filters() {
    return kNumberFilters;
}

}  // namespace levada::jinja
