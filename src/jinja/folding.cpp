#include "folding.h"

#include "complex.h"
#include "evaluator.h"
#include "objects.h"
#include "ops.h"
#include "try.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace levada::jinja {

namespace {

/// A longer text is computed by each run, as before: a template of a few bytes must not keep megabytes.
constexpr std::size_t kComputedTextBytesMax = std::size_t{64} << 10U;

/// Filters that see the variables of the run.
bool needs_run(std::string_view filter) {
    constexpr std::string_view kWithContext[] = {"map",
                                                 "select",
                                                 "reject",
                                                 "selectattr",
                                                 "rejectattr",
                                                 "random",
                                                 "as_text",
                                                 "as_bool",
                                                 "as_number",
                                                 "as_native"};
    return std::find(std::begin(kWithContext), std::end(kWithContext), filter) != std::end(kWithContext);
}

/// Nodes that Jinja2's compiler hands to its optimizer. Source: Jinja2 3.1.6, compiler.optimizeconst.
bool is_optimized(ExprKind kind) {
    switch (kind) {
        case ExprKind::attribute:
        case ExprKind::item:
        case ExprKind::call:
        case ExprKind::filter:
        case ExprKind::test:
        case ExprKind::negation:
        case ExprKind::minus:
        case ExprKind::plus:
        case ExprKind::binary:
        case ExprKind::comparison:
        case ExprKind::both:
        case ExprKind::either:
        case ExprKind::conditional:
        case ExprKind::concat:
            return true;
        default:
            return false;
    }
}

bool is_scalar(const Value& value) {
    switch (value.kind()) {
        case Kind::none:
        case Kind::boolean:
        case Kind::integer:
        case Kind::big_integer:
        case Kind::real:
        case Kind::string:
            return true;
        default:
            return is_complex(value);
    }
}

/// Values that Jinja2's compiler can write as code. Source: Jinja2 3.1.6, compiler.has_safe_repr.
bool has_safe_repr(const Value& value) {
    switch (value.kind()) {
        case Kind::range:
        case Kind::ellipsis:
            return true;
        case Kind::list:
        case Kind::tuple:
        case Kind::set: {
            const std::vector<Value>& items = value.as<ListObject>().items;
            return std::all_of(items.begin(), items.end(), has_safe_repr);
        }
        case Kind::dict: {
            const std::vector<DictObject::Entry>& entries = value.as<DictObject>().entries();
            return std::all_of(entries.begin(), entries.end(), [](const DictObject::Entry& entry) {
                return has_safe_repr(entry.key) && has_safe_repr(entry.value);
            });
        }
        default:
            return is_scalar(value);
    }
}

bool is_slice(const Expr* expression) {
    return expression->kind == ExprKind::slice;
}

/// Calls `visit` for every expression right below `expression`.
template <typename Visit>
Outcome<void> for_each_child(const Expr& expression, Visit visit) {
    const auto visit_if = [&](Expr* child) { return child == nullptr ? Outcome<void>() : visit(*child); };
    LEVADA_DO(visit_if(expression.left));
    LEVADA_DO(visit_if(expression.right));
    for (Expr* item : expression.items) {
        LEVADA_DO(visit_if(item));
    }
    if (expression.arguments == nullptr) {
        return {};
    }
    for (Expr* argument : expression.arguments->positional) {
        LEVADA_DO(visit_if(argument));
    }
    for (const auto& [name, argument] : expression.arguments->keywords) {
        LEVADA_DO(visit_if(argument));
    }
    LEVADA_DO(visit_if(expression.arguments->star));
    return visit_if(expression.arguments->star_star);
}

}  // namespace

class Folder {
public:
    explicit Folder(Program& program)
        : program_(program),
          evaluator_(program, no_variables_),
          frame_(*program.root, nullptr),
          is_native_(program.environment->options().native_types),
          escapes_(program.environment->options().autoescape) {}

    Outcome<void> run() {
        LEVADA_DO(fold_body(program_.body));
        for (const auto& [name, block] : program_.blocks) {
            LEVADA_DO(fold_body(block->body));
        }
        return program_.single == nullptr ? Outcome<void>() : fold_expression(*program_.single);
    }

private:
    /// `replace`: also puts what was computed in the place of the expression.
    enum class Mode : std::uint8_t { look, replace };

    // ---- statements

    Outcome<void> fold_body(const std::vector<Stmt*>& body) {
        for (Stmt* statement : body) {
            LEVADA_DO(fold_statement(*statement));
        }
        return {};
    }

    Outcome<void> fold_statement(Stmt& statement) {
        if (statement.kind == StmtKind::block) {
            return {};  // Its body is a function of its own, visited once.
        }
        if (statement.kind == StmtKind::autoescape) {
            return fold_autoescape(statement);
        }
        statement.escaping = escaping();
        for (OutputPart& part : statement.parts) {
            if (part.expression != nullptr) {
                LEVADA_DO(fold_output(part));
            }
        }
        for (Expr* expression : {statement.value, statement.test, statement.target}) {
            LEVADA_DO(expression == nullptr ? Outcome<void>() : fold_expression(*expression));
        }
        for (Expr* value : statement.defaults) {
            LEVADA_DO(fold_expression(*value));
        }
        for (const auto& [target, value] : statement.bindings) {
            LEVADA_DO(fold_expression(*value));
        }
        LEVADA_DO(fold_body(statement.body));
        LEVADA_DO(fold_body(statement.elifs));
        return fold_body(statement.otherwise);
    }

    Escaping escaping() const {
        if (is_native_) {
            return Escaping::never;
        }
        return is_volatile_ ? Escaping::as_run : escapes_ ? Escaping::always : Escaping::never;
    }

    Outcome<void> fold_autoescape(Stmt& statement) {
        LEVADA_DO(fold_expression(*statement.value));
        const bool was_volatile = is_volatile_;
        const bool escaped = escapes_;
        const Outcome<Expr*> known = known_of(*statement.value, Mode::look);
        if (known && *known != nullptr) {
            escapes_ = (*known)->constant.truthy();
        } else {
            is_volatile_ = true;
        }
        LEVADA_DO(fold_body(statement.body));
        is_volatile_ = was_volatile;
        escapes_ = escaped;
        return {};
    }

    Outcome<void> fold_output(OutputPart& part) {
        Expr& expression = *part.expression;
        const Outcome<Expr*> known = known_of(expression, Mode::look);
        if (!known || *known == nullptr || !is_output((*known)->constant)) {
            return fold_expression(expression);
        }
        const Value value = (*known)->constant;
        std::string& text = program_.computed_texts.emplace_back();
        if (escapes_ && !is_native_) {
            append_escaped(text, value);
        } else {
            value.append_to(text);
        }
        part.text = text;
        part.is_computed = true;
        if (is_scalar(value) || value.is_undefined()) {
            become_constant(expression, value);
        } else {
            soften(expression);
        }
        return {};
    }

    bool is_output(const Value& value) const {
        return check_printable(value).has_value() && (!is_native_ || has_safe_repr(value));
    }

    // ---- expressions

    /// What Jinja2's compiler does to an expression that it writes as code.
    Outcome<void> fold_expression(Expr& expression) {
        if (is_optimized(expression.kind) && !is_volatile_) {
            LEVADA_DO(known_of(expression, Mode::replace));
            return write(expression);
        }
        LEVADA_DO(write_one(expression));
        return for_each_child(expression, [this](Expr& child) { return fold_expression(child); });
    }

    Outcome<void> write(Expr& expression) {
        LEVADA_DO(write_one(expression));
        return for_each_child(expression, [this](Expr& child) { return write(child); });
    }

    /// What becomes of a node whose Python code does not mean what the node does.
    Outcome<void> write_one(Expr& expression) {
        switch (expression.kind) {
            case ExprKind::constant:
                if (expression.constant.is(Kind::real) && !std::isfinite(expression.constant.as_real())) {
                    expression.kind = ExprKind::unwritable;
                }
                return check_printable(expression.constant);
            case ExprKind::item:
                // A slice among other indices is no syntax of Python's that Jinja2 generates correctly.
                if (expression.right->kind == ExprKind::tuple &&
                    std::any_of(expression.right->items.begin(), expression.right->items.end(), is_slice)) {
                    program_.late_fault =
                        Fault(FaultKind::syntax_error, "invalid syntax").at(expression.line, expression.column);
                }
                return {};
            case ExprKind::binary:
                expression.is_soft = expression.op == BinaryOp::power && is_negative(*expression.left);
                return {};
            case ExprKind::concat:
                expression.is_soft = escapes_ && !is_volatile_;
                return {};
            case ExprKind::filter:
            case ExprKind::test:
                return check_known(expression);
            default:
                return {};
        }
    }

    static Outcome<void> check_known(const Expr& expression) {
        if (expression.function != nullptr || expression.is_soft) {
            return {};
        }
        const std::string what = expression.kind == ExprKind::filter ? "filter" : "test";
        return fail(Fault(FaultKind::template_assertion_error,
                          "No " + what + " named '" + std::string(expression.name()) + "'.")
                        .at(expression.line, expression.column));
    }

    /// A number below zero is never written in a template: the compiler has computed it.
    static bool is_negative(const Expr& expression) {
        const Value& number = expression.constant;
        if (expression.kind != ExprKind::constant || !is_numeric(number)) {
            return false;
        }
        return number.is(Kind::real) ? std::signbit(number.as_real()) : big_of(number).is_negative();
    }

    /// As constant_of, for a whole expression: the result lives until the next call.
    Outcome<Expr*> known_of(Expr& expression, Mode mode) {
        scratch_.clear();
        return constant_of(expression, mode);
    }

    /// A constant node with the value of `expression`, or null where the compiler cannot know it.
    Outcome<Expr*> constant_of(Expr& expression, Mode mode) {
        if (expression.kind == ExprKind::constant || expression.kind == ExprKind::unwritable) {
            return &expression;
        }
        Expr& known = scratch_.emplace_back();
        known.kind = expression.kind;
        LEVADA_LET(const bool is_complete, take_children(expression, known, mode));
        LEVADA_LET(Expr * result, result_of(expression, known, is_complete, mode));
        if (result == nullptr || result->kind == ExprKind::slice || mode != Mode::replace) {
            return result;
        }
        if (is_scalar(result->constant)) {
            become_constant(expression, result->constant);
            return &expression;
        }
        if (is_optimized(expression.kind) && has_safe_repr(result->constant)) {
            soften(expression);  // The compiler writes what it computed; here each run makes its own list or dict.
        }
        return result;
    }

    /// Gives `known` constants for the children of `expression`; false when one is unknown.
    Outcome<bool> take_children(const Expr& expression, Expr& known, Mode mode) {
        bool is_complete = true;
        const auto take = [&](Expr* child) -> Outcome<Expr*> {
            if (child == nullptr) {
                return nullptr;
            }
            Outcome<Expr*> constant = constant_of(*child, mode);
            is_complete = is_complete && constant && *constant != nullptr;
            return constant;
        };
        LEVADA_LET(known.left, take(expression.left));
        LEVADA_LET(known.right, take(expression.right));
        for (Expr* item : expression.items) {
            LEVADA_LET(Expr * constant, take(item));
            known.items.push_back(constant);
        }
        if (expression.arguments != nullptr) {
            known.arguments = std::make_unique<CallArguments>();
            for (Expr* argument : expression.arguments->positional) {
                LEVADA_LET(Expr * constant, take(argument));
                known.arguments->positional.push_back(constant);
            }
            for (const auto& [name, argument] : expression.arguments->keywords) {
                LEVADA_LET(Expr * constant, take(argument));
                known.arguments->keywords.emplace_back(name, constant);
            }
            LEVADA_LET(known.arguments->star, take(expression.arguments->star));
            LEVADA_LET(known.arguments->star_star, take(expression.arguments->star_star));
        }
        return is_complete;
    }

    static bool truth(const Expr* constant) { return constant->constant.truthy(); }

    /// `and`, `or` and the inline if, which look at one side only: the side that counts, null where it is unknown.
    static Expr* side_of(const Expr& known) {
        switch (known.kind) {
            case ExprKind::both:
                return known.left == nullptr || !truth(known.left) ? known.left : known.right;
            case ExprKind::either:
                return known.left == nullptr || truth(known.left) ? known.left : known.right;
            default:
                break;
        }
        if (known.right == nullptr) {
            return nullptr;
        }
        return truth(known.right) ? known.left : known.items[0];
    }

    bool is_left_to_run(const Expr& filter) const {
        return is_volatile_ || filter.left == nullptr || filter.function == nullptr || needs_run(filter.name());
    }

    /// `known` is `expression` with constant children, null where they are unknown.
    Outcome<Expr*> result_of(const Expr& expression, Expr& known, bool is_complete, Mode mode) {
        switch (expression.kind) {
            case ExprKind::name:
            case ExprKind::call:
            case ExprKind::namespace_ref:
                return nullptr;
            case ExprKind::both:
            case ExprKind::either:
            case ExprKind::conditional:
                return side_of(known);
            case ExprKind::comparison:
                return compared(expression, known);
            case ExprKind::dict:
                LEVADA_DO(check_keys(expression, known, mode));
                break;
            case ExprKind::slice:
                return is_complete ? &known : nullptr;
            case ExprKind::filter:
            case ExprKind::test:
                is_complete = is_complete && !is_left_to_run(expression);
                break;
            default:
                break;
        }
        return is_complete ? computed(expression, known) : nullptr;
    }

    /// The compiler makes the dict pair by pair, as far as it knows them, and expects no key that cannot be hashed.
    static Outcome<void> check_keys(const Expr& dict, const Expr& known, Mode mode) {
        for (std::size_t i = 0; mode == Mode::replace && i + 1 < known.items.size(); i += 2) {
            if (known.items[i] == nullptr || known.items[i + 1] == nullptr) {
                return {};
            }
            if (!hash_of(known.items[i]->constant)) {
                return fail(Fault(FaultKind::type_error, "unhashable type in a dict").at(dict.line, dict.column));
            }
        }
        return {};
    }

    /// The first comparison that does not hold decides, whatever comes behind it.
    Outcome<Expr*> compared(const Expr& expression, const Expr& known) {
        Expr* left = known.left;
        for (std::size_t i = 0; i < known.items.size(); ++i) {
            if (left == nullptr || known.items[i] == nullptr) {
                return nullptr;
            }
            Expr& one = scratch_.emplace_back();
            one.kind = ExprKind::comparison;
            one.left = left;
            one.items = {known.items[i]};
            one.comparisons = {expression.comparisons[i]};
            LEVADA_LET(Expr * holds, computed(expression, one));
            if (holds == nullptr || !holds->constant.truthy()) {
                return holds;
            }
            left = known.items[i];
        }
        return new_constant(Value::boolean(true));
    }

    Outcome<Expr*> computed(const Expr& expression, Expr& known) {
        known.op = expression.op;
        known.constant = expression.constant;
        known.function = expression.function;
        known.line = expression.line;
        known.column = expression.column;
        if (known.comparisons.empty()) {
            known.comparisons = expression.comparisons;
        }
        known.is_soft = expression.kind == ExprKind::attribute || expression.kind == ExprKind::item;
        evaluator_.autoescape_ = escapes_;
        Outcome<Value> value = evaluator_.evaluate(known, frame_);
        if (!value) {
            return nullptr;
        }
        const bool is_long = value->is_string() && value->text().size() > kComputedTextBytesMax;
        return is_long ? nullptr : new_constant(std::move(*value));
    }

    Expr* new_constant(Value value) {
        Expr& constant = scratch_.emplace_back();
        constant.constant = std::move(value);
        return &constant;
    }

    static void become_constant(Expr& expression, const Value& value) {
        expression.kind = ExprKind::constant;
        expression.constant = value;
        expression.left = nullptr;
        expression.right = nullptr;
        expression.items.clear();
        expression.arguments.reset();
    }

    /// An index that is refused gives undefined wherever the compiler computes.
    static void soften(Expr& expression) {
        expression.is_soft = expression.is_soft || expression.kind == ExprKind::item;
        (void)for_each_child(expression, [](Expr& child) -> Outcome<void> {
            soften(child);
            return {};
        });
    }

    Program& program_;
    Context no_variables_;
    Evaluator evaluator_;
    Frame frame_;
    std::deque<Expr> scratch_;
    bool is_native_;
    bool escapes_;
    bool is_volatile_ = false;  // Inside an autoescape whose value only the run knows.
};

Outcome<void> fold(Program& program) {
    return Folder(program).run();
}

}  // namespace levada::jinja
