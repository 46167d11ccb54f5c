// Evaluation of expressions: one method per kind of node, chosen by table.
#include "evaluator.h"
#include "format.h"
#include "ops.h"
#include "raw_json.h"
#include "slicing.h"
#include "text.h"
#include "try.h"

#include <algorithm>
#include <cmath>

namespace levada::jinja {

namespace {

Fault placed(Fault fault, const Expr& expression) {
    return std::move(fault).at(expression.line, expression.column);
}

Outcome<Value> apply_binary(BinaryOp op, const Value& left, const Value& right) {
    using Function = Outcome<Value> (*)(const Value&, const Value&);
    constexpr Function kFunctions[] = {add, subtract, multiply, divide, floor_divide, modulo, power};
    return kFunctions[static_cast<std::size_t>(op)](left, right);
}

/// Jinja2's compiler writes a negative base that it has computed, as in `-2 ** n`, without parentheses: Python then
/// reads
/// -(2 ** n). Source: Jinja2 3.1.6, compiler.visit_Const.
Outcome<Value> power_of_literal(const Value& base, const Value& exponent) {
    LEVADA_LET(const Value positive_base, negate(base));
    LEVADA_LET(const Value result, power(positive_base, exponent));
    return negate(result);
}

/// `in` and `not in` end with an error, as for all numbers.
Outcome<bool> compare_integers(CompareOp op, std::int64_t left, std::int64_t right) {
    switch (op) {
        case CompareOp::equal:
            return left == right;
        case CompareOp::unequal:
            return left != right;
        case CompareOp::less:
            return left < right;
        case CompareOp::less_equal:
            return left <= right;
        case CompareOp::greater:
            return left > right;
        case CompareOp::greater_equal:
            return left >= right;
        default:
            return contains(Value::integer(right), Value::integer(left));
    }
}

Outcome<bool> apply_comparison(CompareOp op, const Value& left, const Value& right) {
    switch (op) {
        case CompareOp::equal:
            return equals(left, right);
        case CompareOp::unequal:
            return !equals(left, right);
        case CompareOp::less:
            return ordered(Ordering::less, left, right);
        case CompareOp::less_equal:
            return ordered(Ordering::less_equal, left, right);
        case CompareOp::greater:
            return ordered(Ordering::greater, left, right);
        case CompareOp::greater_equal:
            return ordered(Ordering::greater_equal, left, right);
        case CompareOp::in:
            return contains(right, left);
        case CompareOp::not_in:
            break;
    }
    LEVADA_LET(const bool is_inside, contains(right, left));
    return !is_inside;
}

}  // namespace

/// The method of each kind of node, in the order of ExprKind.
class EvaluatorTables {
public:
    using Method = Outcome<Value> (Evaluator::*)(const Expr&, Frame&);
    static constexpr std::array<Method, static_cast<std::size_t>(ExprKind::number_of_kinds)> kMethods = {
        &Evaluator::evaluate_constant,    &Evaluator::evaluate_name,   &Evaluator::evaluate_attribute,
        &Evaluator::evaluate_item,        &Evaluator::evaluate_slice,  &Evaluator::evaluate_call,
        &Evaluator::evaluate_filter,      &Evaluator::evaluate_test,   &Evaluator::evaluate_negation,
        &Evaluator::evaluate_minus,       &Evaluator::evaluate_plus,   &Evaluator::evaluate_binary,
        &Evaluator::evaluate_comparison,  &Evaluator::evaluate_both,   &Evaluator::evaluate_either,
        &Evaluator::evaluate_conditional, &Evaluator::evaluate_concat, &Evaluator::evaluate_list,
        &Evaluator::evaluate_tuple,       &Evaluator::evaluate_dict,   &Evaluator::evaluate_nothing,
        &Evaluator::evaluate_unwritable,
    };
};

Outcome<Value> Evaluator::evaluate(const Expr& expression, Frame& frame) {
    return (this->*EvaluatorTables::kMethods[static_cast<std::size_t>(expression.kind)])(expression, frame);
}

Outcome<const Value*> Evaluator::look_at(const Expr& expression, Frame& frame, Value& kept) {
    if (expression.kind == ExprKind::constant) {
        return &expression.constant;
    }
    if (expression.kind == ExprKind::name) {
        const Value& variable = frame.at(expression.slot);
        if (!variable.is_missing()) {
            return &variable;
        }
    }
    LEVADA_LET(kept, evaluate(expression, frame));
    return &kept;
}

Outcome<Value> Evaluator::evaluate_constant(const Expr& expression, Frame& /*frame*/) {
    return expression.constant;
}

Outcome<Value> Evaluator::evaluate_nothing(const Expr& /*expression*/, Frame& /*frame*/) {
    return Value::none();
}

Outcome<Value> Evaluator::evaluate_unwritable(const Expr& expression, Frame& /*frame*/) {
    return fail(Fault::named("NameError", "name '" + expression.constant.str() + "' is not defined"));
}

Outcome<Value> Evaluator::evaluate_name(const Expr& expression, Frame& frame) {
    const Value& value = frame.at(expression.slot);
    if (!value.is_missing()) {
        return value;
    }
    return Value::undefined_attribute(Kind::missing, expression.constant, 0);
}

Outcome<Value> Evaluator::evaluate_attribute(const Expr& expression, Frame& frame) {
    Value kept;
    LEVADA_LET(const Value* const object, look_at(*expression.left, frame, kept));
    if (!expression.is_soft && (object->is(Kind::raw_object) || object->is(Kind::dict))) {
        Value found = object->find(expression.name());
        return found.is_missing() ? undefined_of(*object, expression.constant) : std::move(found);
    }
    Outcome<Value> found = get_attribute(*object, expression.constant);
    if (!found) {
        return fail(placed(std::move(found.error()), expression));
    }
    return found;
}

Outcome<Value> Evaluator::evaluate_item(const Expr& expression, Frame& frame) {
    Value kept;
    LEVADA_LET(const Value* const looked_at, look_at(*expression.left, frame, kept));
    if (looked_at->is(Kind::raw_object) && expression.right->kind == ExprKind::constant &&
        expression.right->constant.is_string()) {
        if (const std::optional<std::string_view> found =
                raw_find(looked_at->text(), expression.right->constant.text())) {
            return raw_value(*found, looked_at->owner());
        }
    }
    Value object = *looked_at;  // The key may change the variable.
    if (expression.right->kind == ExprKind::slice) {
        LEVADA_LET(const Value bounds, evaluate_slice(*expression.right, frame));
        if (is_chainable(object)) {
            return object;
        }
        Outcome<Value> part = slice_of(object, bounds.as<ListObject>().items);
        // Where Jinja2's compiler computes the item, it asks its environment, which turns the error into undefined.
        const bool is_refused = !part && part.error().kind() == FaultKind::type_error;
        return is_refused && expression.is_soft ? undefined_of(object, bounds) : std::move(part);
    }
    Value kept_key;
    LEVADA_LET(const Value* const key, look_at(*expression.right, frame, kept_key));
    Outcome<Value> found = get_item(object, *key);
    if (!found) {
        return fail(placed(std::move(found.error()), expression));
    }
    return found;
}

Outcome<Value> Evaluator::evaluate_slice(const Expr& expression, Frame& frame) {
    std::vector<Value> bounds;
    for (const Expr* item : expression.items) {
        bounds.push_back(Value::none());
        if (item != nullptr) {
            LEVADA_LET(bounds.back(), evaluate(*item, frame));
        }
    }
    return Value::tuple(std::move(bounds));
}

Outcome<Value> Evaluator::evaluate_call(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value callee, evaluate(*expression.left, frame));
    Arguments arguments;
    LEVADA_DO(evaluate_arguments(*expression.arguments, frame, arguments));
    Outcome<Value> result = call(callee, arguments);
    if (!result) {
        return fail(placed(std::move(result.error()), expression));
    }
    return result;
}

Outcome<void> Evaluator::evaluate_arguments(const CallArguments& from, Frame& frame, Arguments& into) {
    LEVADA_LET(into.positional, evaluate_all(from.positional, frame));
    if (from.star != nullptr) {
        LEVADA_LET(const Value star, evaluate(*from.star, frame));
        LEVADA_LET(const std::vector<Value> more, star.items());
        into.positional.insert(into.positional.end(), more.begin(), more.end());
    }
    for (const auto& [name, expression] : from.keywords) {
        LEVADA_LET(Value value, evaluate(*expression, frame));
        into.keywords.emplace_back(name, std::move(value));
    }
    if (from.star_star != nullptr) {
        LEVADA_LET(const Value mapping, evaluate(*from.star_star, frame));
        LEVADA_DO(add_star_star(mapping, into));
    }
    return {};
}

Outcome<void> Evaluator::add_star_star(const Value& mapping, Arguments& into) {
    const Value dict = mapping.materialized();
    if (!dict.is(Kind::dict)) {
        return fail(FaultKind::type_error,
                    "argument after ** must be a mapping, not " + std::string(mapping.type_name()));
    }
    for (const DictObject::Entry& entry : dict.as<DictObject>().entries()) {
        if (!entry.key.is_string()) {
            return fail(FaultKind::type_error, "keywords must be strings");
        }
        const bool is_repeated = std::any_of(into.keywords.begin(), into.keywords.end(), [&](const auto& known) {
            return known.first.text() == entry.key.text();
        });
        if (is_repeated) {
            return fail(FaultKind::type_error, "got multiple values for keyword argument '" + entry.key.str() + "'");
        }
        into.keywords.emplace_back(entry.key, entry.value);
    }
    return {};
}

Outcome<Value> Evaluator::apply_filter(const Expr& filter, const Value& input, Frame& frame) {
    Arguments arguments;
    LEVADA_DO(evaluate_arguments(*filter.arguments, frame, arguments));
    if (filter.function == nullptr) {
        return fail(placed(
            Fault(FaultKind::template_runtime_error, "No filter named '" + std::string(filter.name()) + "' found."),
            filter));
    }
    Outcome<Value> result = filter.function(*this, input, arguments);
    if (result && result->is_string() && result->text().size() > kReprSizeBytesMax) {
        result = fail(FaultKind::memory_error, "a text beyond the limit of 256 MiB");
    }
    if (!result) {
        return fail(placed(std::move(result.error()), filter));
    }
    return result;
}

Outcome<Value> Evaluator::apply_filters(const Expr& filter, const Value& input, Frame& frame) {
    if (filter.left == nullptr) {
        return apply_filter(filter, input, frame);
    }
    LEVADA_LET(const Value inner, apply_filters(*filter.left, input, frame));
    return apply_filter(filter, inner, frame);
}

Outcome<Value> Evaluator::evaluate_filter(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value input, evaluate(*expression.left, frame));
    return apply_filter(expression, input, frame);
}

Outcome<Value> Evaluator::evaluate_test(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value input, evaluate(*expression.left, frame));
    Arguments arguments;
    LEVADA_DO(evaluate_arguments(*expression.arguments, frame, arguments));
    if (expression.function == nullptr) {
        return fail(placed(
            Fault(FaultKind::template_runtime_error, "No test named '" + std::string(expression.name()) + "' found."),
            expression));
    }
    Outcome<Value> result = expression.function(*this, input, arguments);
    if (!result) {
        return fail(placed(std::move(result.error()), expression));
    }
    return result;
}

Outcome<bool> Evaluator::truth(const Expr& expression, Frame& frame) {
    Value kept;
    LEVADA_LET(const Value* const value, look_at(expression, frame, kept));
    return value->truthy();
}

Outcome<Value> Evaluator::evaluate_negation(const Expr& expression, Frame& frame) {
    LEVADA_LET(const bool is_true, truth(*expression.left, frame));
    return Value::boolean(!is_true);
}

Outcome<Value> Evaluator::evaluate_minus(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value operand, evaluate(*expression.left, frame));
    return negate(operand);
}

Outcome<Value> Evaluator::evaluate_plus(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value operand, evaluate(*expression.left, frame));
    return positive(operand);
}

Outcome<Value> Evaluator::evaluate_binary(const Expr& expression, Frame& frame) {
    LEVADA_LET(const Value left, evaluate(*expression.left, frame));
    LEVADA_LET(const Value right, evaluate(*expression.right, frame));
    Outcome<Value> result =
        expression.is_soft ? power_of_literal(left, right) : apply_binary(expression.op, left, right);
    if (!result) {
        return fail(placed(std::move(result.error()), expression));
    }
    return result;
}

Outcome<Value> Evaluator::evaluate_comparison(const Expr& expression, Frame& frame) {
    LEVADA_LET(Value left, evaluate(*expression.left, frame));
    if (expression.items.size() == 1) {
        return compare_once(expression, left, frame);
    }
    for (std::size_t i = 0; i < expression.items.size(); ++i) {
        LEVADA_LET(Value right, evaluate(*expression.items[i], frame));
        Outcome<bool> holds = apply_comparison(expression.comparisons[i], left, right);
        if (!holds) {
            return fail(placed(std::move(holds.error()), expression));
        }
        if (!*holds) {
            return Value::boolean(false);
        }
        left = std::move(right);
    }
    return Value::boolean(true);
}

Outcome<Value> Evaluator::compare_once(const Expr& expression, const Value& left, Frame& frame) {
    Value kept;
    LEVADA_LET(const Value* const right, look_at(*expression.items[0], frame, kept));
    Outcome<bool> holds = left.is(Kind::integer) && right->is(Kind::integer)
                              ? compare_integers(expression.comparisons[0], left.as_integer(), right->as_integer())
                              : apply_comparison(expression.comparisons[0], left, *right);
    if (!holds) {
        return fail(placed(std::move(holds.error()), expression));
    }
    return Value::boolean(*holds);
}

Outcome<Value> Evaluator::evaluate_both(const Expr& expression, Frame& frame) {
    LEVADA_LET(Value left, evaluate(*expression.left, frame));
    return left.truthy() ? evaluate(*expression.right, frame) : Outcome<Value>(std::move(left));
}

Outcome<Value> Evaluator::evaluate_either(const Expr& expression, Frame& frame) {
    LEVADA_LET(Value left, evaluate(*expression.left, frame));
    return left.truthy() ? Outcome<Value>(std::move(left)) : evaluate(*expression.right, frame);
}

Outcome<Value> Evaluator::evaluate_conditional(const Expr& expression, Frame& frame) {
    LEVADA_LET(const bool is_true, truth(*expression.right, frame));
    if (is_true) {
        return evaluate(*expression.left, frame);
    }
    if (expression.items[0] != nullptr) {
        return evaluate(*expression.items[0], frame);
    }
    return Value::undefined_hint("the inline if-expression evaluated to false and no else section was defined.");
}

Outcome<Value> Evaluator::evaluate_concat(const Expr& expression, Frame& frame) {
    if (expression.is_soft) {
        return evaluate_markup_concat(expression, frame);
    }
    std::string out;
    for (const Expr* item : expression.items) {
        LEVADA_LET(const Value part, evaluate(*item, frame));
        LEVADA_DO(check_printable(part));
        part.append_to(out);
        LEVADA_DO(check_output(out));
    }
    return make_text(std::move(out), false);
}

/// Where output is escaped, one part that is markup makes all of it markup. Source: Jinja2 3.1.6, runtime.markup_join.
Outcome<Value> Evaluator::evaluate_markup_concat(const Expr& expression, Frame& frame) {
    LEVADA_LET(const std::vector<Value> parts, evaluate_all(expression.items, frame));
    const bool is_markup = std::any_of(parts.begin(), parts.end(), [](const Value& part) { return part.is_markup(); });
    std::string out;
    for (const Value& part : parts) {
        LEVADA_DO(check_printable(part));
        if (is_markup) {
            append_escaped(out, part);
        } else {
            part.append_to(out);
        }
        LEVADA_DO(check_output(out));
    }
    return make_text(std::move(out), is_markup);
}

Outcome<std::vector<Value>> Evaluator::evaluate_all(const std::vector<Expr*>& expressions, Frame& frame) {
    std::vector<Value> values;
    values.reserve(expressions.size());
    for (const Expr* expression : expressions) {
        LEVADA_LET(Value value, evaluate(*expression, frame));
        values.push_back(std::move(value));
    }
    return values;
}

Outcome<Value> Evaluator::evaluate_list(const Expr& expression, Frame& frame) {
    LEVADA_LET(std::vector<Value> items, evaluate_all(expression.items, frame));
    return Value::list(std::move(items));
}

Outcome<Value> Evaluator::evaluate_tuple(const Expr& expression, Frame& frame) {
    LEVADA_LET(std::vector<Value> items, evaluate_all(expression.items, frame));
    return Value::tuple(std::move(items));
}

Outcome<Value> Evaluator::evaluate_dict(const Expr& expression, Frame& frame) {
    // Python makes the dict when all of its keys and values are there.
    LEVADA_LET(std::vector<Value> items, evaluate_all(expression.items, frame));
    Value dict = Value::empty_dict();
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        LEVADA_DO(hash_of(items[i]));
        dict.as<DictObject>().set(std::move(items[i]), std::move(items[i + 1]));
    }
    return dict;
}

}  // namespace levada::jinja
