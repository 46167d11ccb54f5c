// Methods and attributes of int and float.
#include "binding.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "levada/base/hash.h"

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
    return Value::tuple({value_of(BigInteger::from_double(numerator)), value_of(BigInteger::power_of_two(doublings))});
}

Outcome<Value> is_integer(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("is_integer", arguments));
    return Value::boolean(std::isfinite(self.as_real()) && self.as_real() == std::floor(self.as_real()));
}

Outcome<Value> bit_count(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("bit_count", arguments));
    const BigInteger number = big_of(self);
    const std::string digits = (number.is_negative() ? number.negated() : number).to_string(2);
    return Value::integer(std::count(digits.begin(), digits.end(), '1'));
}

Outcome<bool> is_big_endian(const Value& argument) {
    LEVADA_LET(const std::string_view order, text_or(argument, "big"));
    if (order != "big" && order != "little") {
        return fail(FaultKind::value_error, "byteorder must be either 'little' or 'big'");
    }
    return order == "big";
}

/// The number in `size` octets, the greatest first; it is not negative and fits.
std::string octets_of(const BigInteger& number, std::size_t size) {
    const std::string digits = number.to_string(16);
    const auto value_at = [&](std::size_t from_end) {
        if (from_end >= digits.size()) {
            return 0;
        }
        const char c = digits[digits.size() - 1 - from_end];
        return c <= '9' ? c - '0' : c - 'a' + 10;
    };
    std::string octets(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        octets[size - 1 - i] = static_cast<char>(value_at(2 * i + 1) * 16 + value_at(2 * i));
    }
    return octets;
}

Outcome<Value> to_bytes(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    constexpr std::int64_t kLengthMax = BigInteger::kBitsMax / 16;
    LEVADA_LET(const auto bound, bind<3>("to_bytes", arguments, {"length", "byteorder", "signed"}));
    LEVADA_LET(const std::int64_t length, integer_or(bound[0], 1));
    LEVADA_LET(const bool is_big, is_big_endian(bound[1]));
    const bool is_signed = truth_or(bound[2], false);
    if (length < 0) {
        return fail(FaultKind::value_error, "length argument must be non-negative");
    }
    if (length > kLengthMax) {
        return fail(FaultKind::memory_error, "to_bytes() is limited to " + std::to_string(kLengthMax) + " bytes");
    }
    BigInteger number = big_of(self);
    const BigInteger range = BigInteger::power_of_two(static_cast<std::size_t>(length) * 8);
    const BigInteger bound_of_signed =
        length == 0 ? BigInteger(1) : BigInteger::divide_floor(range, BigInteger(2)).first;
    const bool fits = is_signed ? number < bound_of_signed && !(number < bound_of_signed.negated())
                                : !number.is_negative() && number < range;
    if (!fits) {
        return fail(
            FaultKind::overflow_error,
            number.is_negative() && !is_signed ? "can't convert negative int to unsigned" : "int too big to convert");
    }
    if (number.is_negative()) {
        number = number + range;
    }
    std::string octets = octets_of(number, static_cast<std::size_t>(length));
    if (!is_big) {
        std::reverse(octets.begin(), octets.end());
    }
    return Value::bytes(std::move(octets));
}

Outcome<Value> from_bytes(Evaluator& /*evaluator*/, const Value& /*self*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<3>("from_bytes", arguments, {"bytes", "byteorder", "signed"}, 1));
    LEVADA_LET(const bool is_big, is_big_endian(bound[1]));
    if (!bound[0].is(Kind::bytes)) {
        return fail(FaultKind::type_error,
                    "cannot convert '" + std::string(bound[0].type_name()) + "' object to bytes");
    }
    std::string octets(bound[0].text());
    if (!is_big) {
        std::reverse(octets.begin(), octets.end());
    }
    const std::optional<Value> number = parse_integer("0x0" + to_hex(octets), 16);
    if (!number) {
        return fail(FaultKind::value_error, "the number is too long");
    }
    const bool is_negative = truth_or(bound[2], false) && !octets.empty() && (octets[0] & 0x80) != 0;
    return is_negative ? value_of(big_of(*number) - BigInteger::power_of_two(octets.size() * 8)) : *number;
}

/// 0x1.8000000000000p+1. Source: CPython 3.11, float.hex.
Outcome<Value> hexadecimal(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("hex", arguments));
    const double real = self.as_real();
    if (!std::isfinite(real)) {
        return Value::string(self.str());
    }
    const std::string sign = std::signbit(real) ? "-" : "";
    if (real == 0) {
        return Value::string(sign + "0x0.0p+0");
    }
    constexpr int kExponentMin = -1022;
    constexpr int kMantissaDigits = 13;
    const int exponent = std::max(std::ilogb(real), kExponentMin);
    double mantissa = std::scalbn(std::fabs(real), -exponent);
    const auto whole = static_cast<int>(mantissa);
    std::string text = sign + "0x" + std::to_string(whole) + ".";
    mantissa -= whole;
    for (int i = 0; i < kMantissaDigits; ++i) {
        mantissa *= 16;
        const auto digit = static_cast<int>(mantissa);
        text += "0123456789abcdef"[digit];
        mantissa -= digit;
    }
    return Value::string(text + "p" + (exponent < 0 ? "" : "+") + std::to_string(exponent));
}

/// float.fromhex: [sign] ["0x"] digits ["." digits] ["p" exponent].
Outcome<Value> from_hexadecimal(Evaluator& /*evaluator*/, const Value& /*self*/, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("fromhex", arguments, {"string"}, 1));
    LEVADA_LET(const std::string_view given, text_or(bound[0], ""));
    std::string text = to_lower_text(strip(given));
    const bool is_negative = text.starts_with('-');
    text.erase(0, is_negative || text.starts_with('+') ? 1 : 0);
    if (text == "inf" || text == "infinity" || text == "nan") {
        const double special = text == "nan" ? std::nan("") : HUGE_VAL;
        return Value::real(is_negative ? -special : special);
    }
    text.erase(0, text.starts_with("0x") ? 2 : 0);
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::hex);
    if (result.ptr != text.data() + text.size() || text.empty() || text.starts_with('-')) {
        return fail(FaultKind::value_error, "invalid hexadecimal floating-point string");
    }
    if (result.ec == std::errc::result_out_of_range) {
        return fail(FaultKind::overflow_error, "hexadecimal value too large to represent as a float");
    }
    return Value::real(is_negative ? -value : value);
}

constexpr MethodEntry kIntegerMethods[] = {{"bit_length", bit_length},
                                           {"bit_count", bit_count},
                                           {"conjugate", conjugate},
                                           {"as_integer_ratio", integer_ratio},
                                           {"to_bytes", to_bytes},
                                           {"from_bytes", from_bytes}};

constexpr MethodEntry kRealMethods[] = {{"is_integer", is_integer},
                                        {"conjugate", conjugate},
                                        {"as_integer_ratio", integer_ratio},
                                        {"hex", hexadecimal},
                                        {"fromhex", from_hexadecimal}};

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

/// The names of a named tuple's items.
Value tuple_attribute(const Value& self, std::string_view name) {
    const std::vector<Value>& items = self.as<ListObject>().items;
    if ((self.flags() & kIsoCalendarTuple) != 0) {
        const std::size_t index = name == "year" ? 0 : name == "week" ? 1 : name == "weekday" ? 2 : items.size();
        return index < items.size() ? items[index] : Value();
    }
    const bool is_group = (self.flags() & kGroupTuple) != 0 && (name == "grouper" || name == "list");
    return is_group ? items[name == "grouper" ? 0 : 1] : Value();
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
            return tuple_attribute(self, name);
        case Kind::range:
            return range_attribute(self.as<RangeObject>(), name);
        default:
            return {};
    }
}

}  // namespace levada::jinja
