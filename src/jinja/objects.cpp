#include "objects.h"

#include "ops.h"

#include <limits>

namespace levada::jinja {

std::size_t RangeObject::size() const {
    // In unsigned arithmetic, so that the span of a range from the least to the greatest integer does not overflow.
    const auto low = static_cast<std::uint64_t>(step > 0 ? start : stop);
    const auto high = static_cast<std::uint64_t>(step > 0 ? stop : start);
    if ((step > 0 && start >= stop) || (step < 0 && start <= stop)) {
        return 0;
    }
    const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
    return (high - low - 1) / stride + 1;
}

Outcome<Value> NativeObject::attribute(Evaluator& /*evaluator*/, std::string_view /*name*/) {
    return Value();
}

Outcome<Value> NativeObject::call(Evaluator& /*evaluator*/, Arguments& /*arguments*/) {
    return fail(FaultKind::type_error, "'" + std::string(type_name()) + "' object is not callable");
}

std::string NativeObject::repr() const {
    return "<" + std::string(type_name()) + " object>";
}

Value value_of(BigInteger number) {
    if (const std::optional<std::int64_t> small = number.to_int64()) {
        return Value::integer(*small);
    }
    return Value::object(Kind::big_integer, new BigIntegerObject(std::move(number)));
}

BigInteger big_of(const Value& value) {
    switch (value.kind()) {
        case Kind::big_integer:
            return value.as<BigIntegerObject>().number;
        case Kind::boolean:
            return BigInteger(value.as_bool() ? 1 : 0);
        default:
            return BigInteger(value.as_integer());
    }
}

Value make_iterator(std::string_view type_name, IteratorObject::Next next) {
    return Value::object(Kind::iterator, new IteratorObject(type_name, std::move(next)));
}

Value make_range(std::int64_t start, std::int64_t stop, std::int64_t step) {
    return Value::object(Kind::range, new RangeObject(start, stop, step));
}

Value make_set(const std::vector<Value>& items) {
    DictObject seen;
    for (const Value& item : items) {
        seen.set(item, Value::none());
    }
    std::vector<Value> unique;
    unique.reserve(seen.size());
    for (const DictObject::Entry& entry : seen.entries()) {
        unique.push_back(entry.key);
    }
    return Value::object(Kind::set, new ListObject(std::move(unique)));
}

Value make_date(const CivilTime& date) {
    return Value::object(Kind::date, new DateObject(date));
}

Value make_date_time(const CivilTime& time, std::string zone) {
    return Value::object(Kind::date_time, new DateObject(time, std::move(zone)));
}

Value make_delta(std::int64_t micros) {
    return Value::object(Kind::time_delta, new DeltaObject(micros));
}

Value make_native(NativeObject* object) {
    return Value::object(Kind::object, object);
}

Value make_text(std::string text, bool is_markup) {
    Value value = Value::string(std::move(text));
    return is_markup ? value.with_flags(Value::kMarkup) : value;
}

}  // namespace levada::jinja
