// Jinja2's tests: what may follow `is`. Source: Jinja2 3.1.6, tests.TESTS.
#include "binding.h"
#include "builtins.h"
#include "evaluator.h"
#include "methods.h"
#include "objects.h"
#include "ops.h"
#include "try.h"

#include <cmath>

namespace levada::jinja {

namespace {

template <bool (*kPredicate)(const Value&)>
Outcome<Value> simple(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("test", arguments));
    return Value::boolean(kPredicate(input));
}

bool is_defined(const Value& value) {
    return !value.is_undefined();
}
bool is_undefined(const Value& value) {
    return value.is_undefined();
}
bool is_none(const Value& value) {
    return value.is_none();
}
bool is_boolean(const Value& value) {
    return value.is(Kind::boolean);
}
bool is_true(const Value& value) {
    return value.is(Kind::boolean) && value.as_bool();
}
bool is_false(const Value& value) {
    return value.is(Kind::boolean) && !value.as_bool();
}
bool is_integer(const Value& value) {
    return is_integral(value) && !value.is(Kind::boolean);
}
bool is_float(const Value& value) {
    return value.is(Kind::real);
}
bool is_string(const Value& value) {
    return value.is_string();
}
bool is_mapping(const Value& value) {
    return value.is(Kind::dict) || value.is(Kind::raw_object);
}
bool is_number(const Value& value) {
    return is_numeric(value);
}
bool is_escaped(const Value& value) {
    return value.is_markup();
}

bool is_callable(const Value& value) {
    switch (value.kind()) {
        case Kind::function:
        case Kind::method:
        case Kind::type:
        case Kind::undefined:  // Python's Undefined has __call__.
            return true;
        case Kind::object:
            return value.as<NativeObject>().is_callable();
        default:
            return false;
    }
}

bool is_iterable(const Value& value) {
    switch (value.kind()) {
        case Kind::undefined:
        case Kind::string:
        case Kind::bytes:
        case Kind::raw_object:
        case Kind::raw_array:
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::dict_view:
        case Kind::range:
        case Kind::iterator:
            return true;
        default:
            return false;
    }
}

/// Has a length and answers to []: also undefined values.
bool is_sequence(const Value& value) {
    switch (value.kind()) {
        case Kind::undefined:
        case Kind::string:
        case Kind::bytes:
        case Kind::raw_object:
        case Kind::raw_array:
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::range:
            return true;
        default:
            return false;
    }
}

Outcome<Value> is_remainder(const Value& input, std::int64_t wanted) {
    LEVADA_LET(const Value remainder, modulo(input, Value::integer(2)));
    return Value::boolean(equals(remainder, Value::integer(wanted)));
}

Outcome<Value> test_odd(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("odd", arguments));
    return is_remainder(input, 1);
}

Outcome<Value> test_even(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("even", arguments));
    return is_remainder(input, 0);
}

Outcome<Value> test_divisible(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("divisibleby", arguments, {"num"}, 1));
    LEVADA_LET(const Value remainder, modulo(input, bound[0]));
    return Value::boolean(equals(remainder, Value::integer(0)));
}

/// str(value).islower() and isupper().
Outcome<Value> test_case(Evaluator& evaluator, const Value& input, std::string_view method) {
    Arguments none;
    const Value text = Value::string(input.str());
    return find_method(text, method)->function(evaluator, text, none);
}

Outcome<Value> test_lower(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("lower", arguments));
    return test_case(evaluator, input, "islower");
}

Outcome<Value> test_upper(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("upper", arguments));
    return test_case(evaluator, input, "isupper");
}

Outcome<Value> test_same(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("sameas", arguments, {"other"}, 1));
    const Value& other = bound[0];
    if (input.kind() != other.kind()) {
        return Value::boolean(false);
    }
    // Python shares small integers, short texts and the singletons; other objects are the same only with themselves.
    const bool is_shared_kind =
        input.is_none() || input.is(Kind::boolean) || input.is(Kind::integer) || input.is_string();
    const bool is_same_object = input.owner() != nullptr && input.owner() == other.owner();
    return Value::boolean(is_same_object || (is_shared_kind && equals(input, other)));
}

Outcome<Value> test_in(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("in", arguments, {"seq"}, 1));
    LEVADA_LET(const bool is_inside, contains(bound[0], input));
    return Value::boolean(is_inside);
}

Outcome<Value> test_equal(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("eq", arguments, {"other"}, 1));
    return Value::boolean(equals(input, bound[0]));
}

Outcome<Value> test_unequal(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("ne", arguments, {"other"}, 1));
    return Value::boolean(!equals(input, bound[0]));
}

template <Ordering kOrdering>
Outcome<Value> test_order(Evaluator& /*evaluator*/, const Value& input, Arguments& arguments) {
    LEVADA_LET(const auto bound, bind<1>("comparison", arguments, {"other"}, 1));
    LEVADA_LET(const bool holds, ordered(kOrdering, input, bound[0]));
    return Value::boolean(holds);
}

enum class Registry : std::uint8_t { filters, tests };

template <Registry kRegistry>
Outcome<Value> test_registered(Evaluator& evaluator, const Value& input, Arguments& arguments) {
    LEVADA_DO(expect_no_arguments("test", arguments));
    if (!input.is_string()) {
        LEVADA_DO(hash_of(input));
        return Value::boolean(false);
    }
    const Environment& environment = evaluator.environment();
    const Filter found =
        kRegistry == Registry::filters ? environment.find_filter(input.text()) : environment.find_test(input.text());
    return Value::boolean(found != nullptr);
}

constexpr FilterEntry kTests[] = {
    {"odd", test_odd},
    {"even", test_even},
    {"divisibleby", test_divisible},
    {"defined", simple<is_defined>},
    {"undefined", simple<is_undefined>},
    {"filter", test_registered<Registry::filters>},
    {"test", test_registered<Registry::tests>},
    {"none", simple<is_none>},
    {"boolean", simple<is_boolean>},
    {"false", simple<is_false>},
    {"true", simple<is_true>},
    {"integer", simple<is_integer>},
    {"float", simple<is_float>},
    {"lower", test_lower},
    {"upper", test_upper},
    {"string", simple<is_string>},
    {"mapping", simple<is_mapping>},
    {"number", simple<is_number>},
    {"sequence", simple<is_sequence>},
    {"iterable", simple<is_iterable>},
    {"callable", simple<is_callable>},
    {"sameas", test_same},
    {"escaped", simple<is_escaped>},
    {"in", test_in},
    {"==", test_equal},
    {"eq", test_equal},
    {"equalto", test_equal},
    {"!=", test_unequal},
    {"ne", test_unequal},
    {">", test_order<Ordering::greater>},
    {"gt", test_order<Ordering::greater>},
    {"greaterthan", test_order<Ordering::greater>},
    {"ge", test_order<Ordering::greater_equal>},
    {">=", test_order<Ordering::greater_equal>},
    {"<", test_order<Ordering::less>},
    {"lt", test_order<Ordering::less>},
    {"lessthan", test_order<Ordering::less>},
    {"<=", test_order<Ordering::less_equal>},
    {"le", test_order<Ordering::less_equal>},
};

}  // namespace

void add_builtin_tests(Environment& environment) {
    for (const auto& [name, test] : kTests) {
        environment.add_test(std::string(name), test);
    }
}

}  // namespace levada::jinja
