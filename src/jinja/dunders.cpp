#include "dunders.h"

#include "binding.h"
#include "evaluator.h"
#include "format.h"
#include "iteration.h"
#include "objects.h"
#include "ops.h"
#include "rounding.h"
#include "try.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>

namespace levada::jinja {

namespace {

/// Which types have a method: bits, so that a row of the table names several.
constexpr std::uint32_t kInteger = 1U;
constexpr std::uint32_t kReal = 2U;
constexpr std::uint32_t kText = 4U;
constexpr std::uint32_t kBytes = 8U;
constexpr std::uint32_t kList = 16U;
constexpr std::uint32_t kTuple = 32U;
constexpr std::uint32_t kDict = 64U;
constexpr std::uint32_t kSet = 128U;
constexpr std::uint32_t kRange = 256U;
constexpr std::uint32_t kView = 512U;
constexpr std::uint32_t kIterator = 1024U;
constexpr std::uint32_t kDate = 2048U;
constexpr std::uint32_t kDelta = 4096U;
constexpr std::uint32_t kNone = 8192U;
constexpr std::uint32_t kUndefined = 16384U;
constexpr std::uint32_t kNumber = kInteger | kReal;
constexpr std::uint32_t kSequence = kText | kBytes | kList | kTuple;
constexpr std::uint32_t kSized = kSequence | kDict | kSet | kRange | kView;
constexpr std::uint32_t kOrdered = kNumber | kText | kBytes | kList | kTuple | kSet | kDate | kDelta;

/// In the order of Kind.
constexpr std::uint32_t kOwners[] = {0,      kUndefined, kNone, kInteger, kInteger, kInteger, kReal, kText,
                                     kBytes, kDict,      kList, kList,    kTuple,   kDict,    kSet,  kView,
                                     kRange, kIterator,  0,     0,        0,        0,        0,     kDate,
                                     kDate,  kDelta,     0,     0,        0,        0};
static_assert(std::size(kOwners) == static_cast<std::size_t>(Kind::object) + 1);

std::uint32_t owner_of(const Value& value) {
    return kOwners[static_cast<std::size_t>(value.kind())];
}

class NotImplementedObject final : public NativeObject {
public:
    std::string_view type_name() const override { return "NotImplementedType"; }
    std::string repr() const override { return "NotImplemented"; }
    Outcome<Value> attribute(Evaluator& /*evaluator*/, std::string_view name) override {
        return name != "__bool__"
                   ? Value()
                   : Value::function("__bool__",
                                     [](Evaluator& /*evaluator*/, Arguments& /*arguments*/) -> Outcome<Value> {
                                         return Value::boolean(true);
                                     });
    }
};

using Method = Outcome<Value> (*)(Evaluator& evaluator, const Value& self, Arguments& arguments);
using Binary = Outcome<Value> (*)(const Value& left, const Value& right);

/// What Python's operator methods answer for a type that they do not know.
bool is_known(const Value& self, const Value& other) {
    const std::uint32_t theirs = owner_of(other);
    switch (owner_of(self)) {
        case kInteger:
            return theirs == kInteger;
        case kReal:
            return (theirs & kNumber) != 0;
        case kDate:
            return (theirs & (kDate | kDelta)) != 0;
        case kDelta:
            return (theirs & (kDate | kDelta | kNumber)) != 0;
        default:
            return true;
    }
}

Outcome<Value> single_argument(const Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.keywords.empty()) {
        return fail(FaultKind::type_error, "expected 1 argument, got " + std::to_string(arguments.positional.size()));
    }
    return arguments.positional[0];
}

template <Binary kFunction>
Outcome<Value> forward(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const Value other, single_argument(arguments));
    return is_known(self, other) ? kFunction(self, other) : Outcome<Value>(make_native(new NotImplementedObject()));
}

template <Binary kFunction>
Outcome<Value> backward(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const Value other, single_argument(arguments));
    return is_known(self, other) ? kFunction(other, self) : Outcome<Value>(make_native(new NotImplementedObject()));
}

bool is_values(const Value& value) {
    return value.is(Kind::dict_view) && value.as<DictViewObject>().view == DictView::values;
}

/// Methods that keys and items of a dict have, being sets, and its values have not.
bool is_of_sets(std::string_view name) {
    constexpr std::string_view kNames[] = {
        "__contains__", "__sub__", "__rsub__", "__and__", "__rand__", "__or__", "__ror__", "__xor__", "__rxor__"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool is_comparable(const Value& a, const Value& b) {
    if (is_values(a) || a.is_undefined()) {
        return a.is_undefined();  // Which compares the types.
    }
    if (a.is(Kind::dict_view)) {
        return (b.is(Kind::dict_view) && !is_values(b)) || b.is(Kind::set);
    }
    const bool is_flat = owner_of(a) == kInteger || owner_of(a) == kReal;
    return is_flat ? is_known(a, b) : owner_of(a) == owner_of(b);
}

template <Ordering kOrdering>
Outcome<Value> compare(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const Value other, single_argument(arguments));
    if (!is_comparable(self, other)) {
        return make_native(new NotImplementedObject());
    }
    LEVADA_LET(const bool holds, ordered(kOrdering, self, other));
    return Value::boolean(holds);
}

template <bool kWanted>
Outcome<Value> equality(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const Value other, single_argument(arguments));
    if (!is_comparable(self, other)) {
        return make_native(new NotImplementedObject());
    }
    return Value::boolean(equals(self, other) == kWanted);
}

template <Outcome<Value> (*kFunction)(const Value&)>
Outcome<Value> unary(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("method", arguments));
    return kFunction(self);
}

Outcome<Value> truth_of(const Value& self) {
    return Value::boolean(self.truthy());
}

Outcome<Value> absolute(const Value& self) {
    if (self.is(Kind::real)) {
        return Value::real(std::fabs(self.as_real()));
    }
    LEVADA_LET(const bool is_negative, ordered(Ordering::less, self, Value::integer(0)));
    return is_negative ? negate(self) : positive(self);
}

Outcome<Value> real_of(const Value& self) {
    LEVADA_LET(const double real, to_real(self));
    return Value::real(real);
}

Outcome<Value> length_of(const Value& self) {
    LEVADA_LET(const std::size_t size, self.length());
    return Value::integer(static_cast<std::int64_t>(size));
}

Outcome<Value> contained(const Value& self, const Value& needle) {
    LEVADA_LET(const bool is_inside, contains(self, needle));
    return Value::boolean(is_inside);
}

Outcome<Value> iterator_over(const Value& self) {
    if (self.is(Kind::iterator)) {
        return self;
    }
    LEVADA_LET(Iteration iteration, Iteration::over(self));
    const auto state = std::make_shared<Iteration>(std::move(iteration));
    return make_iterator("iterator", [state](Value& item) { return state->next(item); });
}

Outcome<Value> reversed_iterator(const Value& self) {
    LEVADA_LET(std::vector<Value> items, self.items());
    const auto state = std::make_shared<std::vector<Value>>(std::move(items));
    return make_iterator("reversed", [state](Value& item) -> Outcome<bool> {
        if (state->empty()) {
            return false;
        }
        item = std::move(state->back());
        state->pop_back();
        return true;
    });
}

Outcome<Value> next_item(const Value& self) {
    Value item;
    LEVADA_LET(const bool has_item, self.as<IteratorObject>().next(item));
    return has_item ? Outcome<Value>(std::move(item)) : fail(FaultKind::stop_iteration, "");
}

Outcome<Value> item_of(Evaluator& evaluator, const Value& self, Arguments& arguments) {
    LEVADA_LET(const Value key, single_argument(arguments));
    if (!self.is(Kind::dict) && !self.is(Kind::raw_object) && !is_integral(key)) {
        return fail(FaultKind::type_error, "indices must be integers or slices, not " + std::string(key.type_name()));
    }
    LEVADA_LET(Value item, evaluator.get_item(self, key));
    if (item.is_undefined()) {
        return fail(self.is(Kind::dict) ? FaultKind::key_error : FaultKind::index_error, key.repr());
    }
    return item;
}

Outcome<Value> set_item(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(auto bound, bind<2>("__setitem__", arguments, {"key", "value"}, 2));
    if (self.is(Kind::dict)) {
        LEVADA_DO(hash_of(bound[0]));
        self.as<DictObject>().set(bound[0], bound[1]);
        return Value::none();
    }
    return fail(FaultKind::unsupported, "calling __setitem__ is not supported");
}

Outcome<Value> rounded(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("__round__", arguments, {"ndigits"}));
    const bool has_digits = !bound[0].is_missing() && !bound[0].is_none();
    if (!has_digits) {
        return rounded_to_integer(self);
    }
    LEVADA_LET(const std::int64_t digits, integer_or(bound[0], 0));
    return rounded_number(self, digits);
}

Outcome<Value> formatted(Evaluator& /*evaluator*/, const Value& self, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("__format__", arguments, {"format_spec"}, 1));
    LEVADA_LET(const std::string_view spec, text_or(bound[0], ""));
    LEVADA_LET(std::string text, format_value(self, spec));
    return Value::string(std::move(text));
}

struct Row {
    std::string_view name;
    std::uint32_t owners;
    Method method;  // Null: exists, and is unsupported.
};

constexpr Row kRows[] = {
    {"__add__", kNumber | kSequence | kDate | kDelta, forward<add>},
    {"__radd__", kNumber | kDate | kDelta, backward<add>},
    {"__sub__", kNumber | kSet | kView | kDate | kDelta, forward<subtract>},
    {"__rsub__", kNumber | kSet | kView | kDate | kDelta, backward<subtract>},
    {"__mul__", kNumber | kSequence | kDelta, forward<multiply>},
    {"__rmul__", kNumber | kSequence | kDelta, backward<multiply>},
    {"__truediv__", kNumber | kDelta, forward<divide>},
    {"__rtruediv__", kNumber | kDelta, backward<divide>},
    {"__floordiv__", kNumber | kDelta, forward<floor_divide>},
    {"__rfloordiv__", kNumber | kDelta, backward<floor_divide>},
    {"__mod__", kNumber | kText | kBytes | kDelta, forward<modulo>},
    {"__rmod__", kNumber | kText | kBytes | kDelta, backward<modulo>},
    {"__pow__", kNumber, forward<power>},
    {"__rpow__", kNumber, backward<power>},
    {"__lt__", kOrdered, compare<Ordering::less>},
    {"__le__", kOrdered, compare<Ordering::less_equal>},
    {"__gt__", kOrdered, compare<Ordering::greater>},
    {"__ge__", kOrdered, compare<Ordering::greater_equal>},
    {"__eq__", kOrdered | kDict | kView | kRange | kNone | kUndefined, equality<true>},
    {"__ne__", kOrdered | kDict | kView | kRange | kNone | kUndefined, equality<false>},
    {"__neg__", kNumber | kDelta, unary<negate>},
    {"__pos__", kNumber | kDelta, unary<positive>},
    {"__abs__", kNumber | kDelta, unary<absolute>},
    {"__bool__", kNumber | kDelta | kRange | kNone | kUndefined, unary<truth_of>},
    {"__float__", kNumber, unary<real_of>},
    {"__int__", kNumber, unary<truncated>},
    {"__trunc__", kNumber, unary<truncated>},
    {"__index__", kInteger, unary<truncated>},
    {"__round__", kNumber, rounded},
    {"__format__", kNumber | kText, formatted},
    {"__len__", kSized | kUndefined, unary<length_of>},
    {"__contains__", kSized, forward<contained>},
    {"__getitem__", kSequence | kDict | kRange, item_of},
    {"__setitem__", kList | kDict, set_item},
    {"__iter__", kSized | kIterator | kUndefined, unary<iterator_over>},
    {"__reversed__", kList | kDict | kRange | kView, unary<reversed_iterator>},
    {"__next__", kIterator, unary<next_item>},
    {"__ceil__", kNumber, nullptr},
    {"__floor__", kNumber, nullptr},
    {"__divmod__", kNumber | kDelta, nullptr},
    {"__rdivmod__", kNumber | kDelta, nullptr},
    {"__getnewargs__", kNumber | kText | kBytes | kTuple, nullptr},
    {"__getformat__", kReal, nullptr},
    {"__and__", kInteger | kSet | kView, nullptr},
    {"__rand__", kInteger | kSet | kView, nullptr},
    {"__or__", kInteger | kSet | kView | kDict, nullptr},
    {"__ror__", kInteger | kSet | kView | kDict, nullptr},
    {"__xor__", kInteger | kSet | kView, nullptr},
    {"__rxor__", kInteger | kSet | kView, nullptr},
    {"__lshift__", kInteger, nullptr},
    {"__rlshift__", kInteger, nullptr},
    {"__rshift__", kInteger, nullptr},
    {"__rrshift__", kInteger, nullptr},
    {"__invert__", kInteger, nullptr},
    {"__bytes__", kBytes, nullptr},
    {"__class_getitem__", kList | kTuple | kDict | kSet, nullptr},
    {"__delitem__", kList | kDict, nullptr},
    {"__iadd__", kList, nullptr},
    {"__imul__", kList, nullptr},
    {"__ior__", kDict | kSet, nullptr},
    {"__iand__", kSet, nullptr},
    {"__isub__", kSet, nullptr},
    {"__ixor__", kSet, nullptr},
};

}  // namespace

Value dunder_method(const Value& self, std::string_view name) {
    const std::uint32_t owner = owner_of(self);
    const auto* const row =
        std::find_if(std::begin(kRows), std::end(kRows), [name](const Row& known) { return known.name == name; });
    if (row == std::end(kRows) || (row->owners & owner) == 0 || (is_values(self) && is_of_sets(name))) {
        return {};
    }
    return Value::function(
        std::string(name), [self, row](Evaluator& evaluator, Arguments& arguments) -> Outcome<Value> {
            if (row->method == nullptr) {
                return fail(FaultKind::unsupported, "calling " + std::string(row->name) + " is not supported");
            }
            return row->method(evaluator, self.materialized(), arguments);
        });
}

}  // namespace levada::jinja
