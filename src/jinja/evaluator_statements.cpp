// Running of statements: one method per kind, chosen by table.
#include "evaluator.h"
#include "loop.h"
#include "macro.h"
#include "ops.h"
#include "try.h"

#include <algorithm>
#include <utility>

namespace levada::jinja {

namespace {

using StatementRun = Outcome<Flow> (Evaluator::*)(const Stmt&, Frame&, std::string&);

}  // namespace

Outcome<Flow> Evaluator::run(const std::vector<Stmt*>& body, Frame& frame, std::string& out) {
    for (const Stmt* statement : body) {
        LEVADA_LET(const Flow flow, run_statement(*statement, frame, out));
        if (flow != Flow::normal) {
            return flow;
        }
    }
    return Flow::normal;
}

Outcome<Flow> Evaluator::run_statement(const Stmt& statement, Frame& frame, std::string& out) {
    // In the order of StmtKind.
    static constexpr std::array<StatementRun, static_cast<std::size_t>(StmtKind::number_of_kinds)> kMethods = {
        &Evaluator::run_output,
        &Evaluator::run_conditional,
        &Evaluator::run_loop,
        &Evaluator::run_assign,
        &Evaluator::run_assign_block,
        &Evaluator::run_macro_definition,
        &Evaluator::run_call_block,
        &Evaluator::run_filter_block,
        &Evaluator::run_with,
        &Evaluator::run_block_use,
        &Evaluator::run_autoescape,
        &Evaluator::run_evaluate,
        &Evaluator::run_break,
        &Evaluator::run_continue,
        &Evaluator::run_other_template,
    };
    Outcome<Flow> flow = (this->*kMethods[static_cast<std::size_t>(statement.kind)])(statement, frame, out);
    if (!flow) {
        return fail(std::move(flow.error()).at(statement.line, statement.column));
    }
    return flow;
}

Outcome<Flow> Evaluator::run_conditional(const Stmt& statement, Frame& frame, std::string& out) {
    LEVADA_LET(const bool is_true, truth(*statement.value, frame));
    if (is_true) {
        return run(statement.body, frame, out);
    }
    for (const Stmt* branch : statement.elifs) {
        LEVADA_LET(const bool is_branch, truth(*branch->value, frame));
        if (is_branch) {
            return run(branch->body, frame, out);
        }
    }
    return run(statement.otherwise, frame, out);
}

void Evaluator::enter(const Scope& scope, Frame& frame) {
    for (const Load& load : scope) {
        switch (load.kind) {
            case LoadKind::resolve:
                frame.slot(load.slot) = lookup(load.name);
                break;
            case LoadKind::alias:
                frame.slot(load.slot) = frame.at(load.from);
                break;
            case LoadKind::undefined:
                frame.slot(load.slot) = Value();
                break;
        }
    }
}

Value Evaluator::lookup(std::string_view name) const {
    for (const auto* variables : {&block_visible_, &exported_}) {
        for (auto variable = variables->rbegin(); variable != variables->rend(); ++variable) {
            if (variable->first == name) {
                return variable->second;
            }
        }
    }
    if (const Value* value = context_.find(name)) {
        return *value;
    }
    const Value* global = environment().find_global(name);
    return global != nullptr ? *global : Value();
}

void Evaluator::export_variable(const Value& name, const Value& value) {
    // Only blocks look at exported variables: everything else has them in slots.
    if (program_->blocks.empty()) {
        return;
    }
    for (auto& [known, exported] : exported_) {
        if (known == name.text()) {
            exported = value;
            return;
        }
    }
    exported_.emplace_back(name.text(), value);
}

// ---- assignments

Outcome<void> Evaluator::assign(const Expr& target, const Value& value, Frame& frame, bool is_top_level) {
    switch (target.kind) {
        case ExprKind::name:
            frame.at(target.slot) = value;
            if (is_top_level) {
                export_variable(target.constant, value);
            }
            return {};
        case ExprKind::namespace_ref: {
            LEVADA_LET(const Value object, evaluate(*target.left, frame));
            if (!object.is(Kind::name_space)) {
                return fail(FaultKind::template_runtime_error, "cannot assign attribute on non-namespace object");
            }
            object.as<NamespaceObject>().attributes.set(target.constant, value);
            return {};
        }
        default:
            return assign_tuple(target, value, frame, is_top_level);
    }
}

Outcome<void> Evaluator::assign_tuple(const Expr& target, const Value& value, Frame& frame, bool is_top_level) {
    if (!value.is(Kind::undefined) && !value.length().has_value() && !value.is(Kind::iterator)) {
        return fail(FaultKind::type_error, "cannot unpack non-iterable " + std::string(value.type_name()) + " object");
    }
    LEVADA_LET(const std::vector<Value> items, value.items());
    if (items.size() != target.items.size()) {
        const std::string wanted = std::to_string(target.items.size());
        return fail(FaultKind::value_error,
                    items.size() > target.items.size() ? "too many values to unpack (expected " + wanted + ")"
                                                       : "not enough values to unpack (expected " + wanted + ", got " +
                                                             std::to_string(items.size()) + ")");
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        LEVADA_DO(assign(*target.items[i], items[i], frame, is_top_level));
    }
    return {};
}

/// Before the value is made: every `name.attribute` of the target is one of a namespace.
Outcome<void> Evaluator::check_namespaces(const Expr& target, Frame& frame) {
    for (const Expr* item : target.items) {
        LEVADA_DO(check_namespaces(*item, frame));
    }
    if (target.kind != ExprKind::namespace_ref) {
        return {};
    }
    LEVADA_LET(const Value object, evaluate(*target.left, frame));
    if (!object.is(Kind::name_space)) {
        return fail(FaultKind::template_runtime_error, "cannot assign attribute on non-namespace object");
    }
    return {};
}

Outcome<Flow> Evaluator::run_assign(const Stmt& statement, Frame& frame, std::string& /*out*/) {
    LEVADA_DO(check_namespaces(*statement.target, frame));
    LEVADA_LET(const Value value, evaluate(*statement.value, frame));
    LEVADA_DO(assign(*statement.target, value, frame, statement.is_top_level));
    return Flow::normal;
}

/// Runs the body of a set, filter or call block into a text of its own.
Outcome<Value> Evaluator::captured(const Stmt& statement, Frame& frame, Flow& flow) {
    std::string text;
    const bool outside = std::exchange(has_output_beside_text_, false);
    enter(statement.scope, frame);
    LEVADA_LET(flow, run(statement.body, frame, text));
    LEVADA_DO(check_is_text());
    has_output_beside_text_ = outside;
    return make_text(std::move(text), autoescape_);
}

Outcome<Flow> Evaluator::run_assign_block(const Stmt& statement, Frame& frame, std::string& /*out*/) {
    Flow flow = Flow::normal;
    LEVADA_LET(Value value, captured(statement, frame, flow));
    if (flow != Flow::normal) {
        return flow;
    }
    if (statement.value != nullptr) {
        LEVADA_LET(value, apply_filters(*statement.value, value, frame));
    }
    if (autoescape_ && value.is_string()) {
        value = value.with_flags(Value::kMarkup);
    }
    LEVADA_DO(assign(*statement.target, value, frame, statement.is_top_level));
    return Flow::normal;
}

Outcome<void> Evaluator::check_is_text() const {
    if (has_output_beside_text_) {
        return fail(FaultKind::type_error, "sequence item: expected str instance, another type found");
    }
    return {};
}

Outcome<Flow> Evaluator::run_filter_block(const Stmt& statement, Frame& frame, std::string& out) {
    Flow flow = Flow::normal;
    LEVADA_LET(const Value value, captured(statement, frame, flow));
    if (flow != Flow::normal) {
        return flow;
    }
    LEVADA_LET(const Value filtered, apply_filters(*statement.value, value, frame));
    append_unconverted(out, filtered);
    return Flow::normal;
}

Outcome<Flow> Evaluator::run_with(const Stmt& statement, Frame& frame, std::string& out) {
    enter(statement.scope, frame);
    for (const auto& [target, expression] : statement.bindings) {
        LEVADA_LET(const Value value, evaluate(*expression, frame));
        LEVADA_DO(assign(*target, value, frame, false));
    }
    return run(statement.body, frame, out);
}

Outcome<Flow> Evaluator::run_autoescape(const Stmt& statement, Frame& frame, std::string& out) {
    enter(statement.scope, frame);
    LEVADA_LET(const bool is_on, truth(*statement.value, frame));
    const bool before = autoescape_;
    autoescape_ = is_on;
    Outcome<Flow> flow = run(statement.body, frame, out);
    autoescape_ = before;
    return flow;
}

Outcome<Flow> Evaluator::run_evaluate(const Stmt& statement, Frame& frame, std::string& /*out*/) {
    LEVADA_DO(evaluate(*statement.value, frame));
    return Flow::normal;
}

Outcome<Flow> Evaluator::run_break(const Stmt& /*statement*/, Frame& /*frame*/, std::string& /*out*/) {
    return Flow::break_;
}

Outcome<Flow> Evaluator::run_continue(const Stmt& /*statement*/, Frame& /*frame*/, std::string& /*out*/) {
    return Flow::continue_;
}

Outcome<Flow> Evaluator::run_other_template(const Stmt& statement, Frame& frame, std::string& /*out*/) {
    LEVADA_DO(evaluate(*statement.value, frame));
    return fail(FaultKind::type_error, "no loader for this environment specified: there are no other templates");
}

// ---- blocks and macros

Outcome<Flow> Evaluator::run_block_use(const Stmt& statement, Frame& frame, std::string& out) {
    if (statement.is_required) {
        return fail(FaultKind::template_runtime_error, "Required block '" + statement.name.str() + "' not found");
    }
    const std::size_t visible_before = block_visible_.size();
    for (const auto& [name, slot] : statement.visible) {
        const Value& value = frame.at(slot);
        if (!value.is_missing()) {
            block_visible_.emplace_back(name, value);
        }
    }
    // In native rendering the pieces of a block are pieces of the whole.
    const bool is_piecewise = pieces_ != nullptr && &out == pieces_out_;
    std::string text;
    Outcome<void> done = run_block_into(statement.name.text(), is_piecewise ? out : text);
    block_visible_.resize(visible_before);
    LEVADA_DO(std::move(done));
    if (!is_piecewise) {
        append_unconverted(out, make_text(std::move(text), autoescape_));
    }
    return Flow::normal;
}

Outcome<Value> Evaluator::run_block(std::string_view name) {
    std::string out;
    const bool outside = std::exchange(has_output_beside_text_, false);
    LEVADA_DO(run_block_into(name, out));
    LEVADA_DO(check_is_text());
    has_output_beside_text_ = outside;
    return make_text(std::move(out), autoescape_);
}

Outcome<void> Evaluator::run_block_into(std::string_view name, std::string& out) {
    const CallDepth depth(call_depth_);
    LEVADA_DO(check_call_depth());
    const Stmt& block = *program_->blocks.find(name)->second;
    FrameHolder holder(*this, *block.function, nullptr);
    Frame& frame = holder.frame();
    enter(block.scope, frame);
    if (block.function->caller_slot >= 0) {
        frame.slot(static_cast<std::uint16_t>(block.function->caller_slot)) = make_native(new TemplateReference());
    }
    if (block.function->kwargs_slot >= 0) {
        frame.slot(static_cast<std::uint16_t>(block.function->kwargs_slot)) =
            Value::undefined_hint("there is no parent block called '" + std::string(name) + "'.");
    }
    LEVADA_DO(run(block.body, frame, out));
    return {};
}

Outcome<Flow> Evaluator::run_macro_definition(const Stmt& statement, Frame& frame, std::string& /*out*/) {
    const Value macro = make_native(new MacroObject(program_->shared_from_this(), statement, frame));
    frame.at(statement.slot) = macro;
    if (statement.is_top_level) {
        export_variable(statement.name, macro);
    }
    return Flow::normal;
}

Outcome<Flow> Evaluator::run_call_block(const Stmt& statement, Frame& frame, std::string& out) {
    const Value caller = make_native(new MacroObject(program_->shared_from_this(), statement, frame));
    const Expr& call_expression = *statement.value;
    LEVADA_LET(const Value callee, evaluate(*call_expression.left, frame));
    Arguments arguments;
    LEVADA_DO(evaluate_arguments(*call_expression.arguments, frame, arguments));
    // The caller comes behind the keywords that are written out and before those of **.
    const auto place =
        arguments.keywords.begin() +
        static_cast<std::ptrdiff_t>(std::min(call_expression.arguments->keywords.size(), arguments.keywords.size()));
    const bool is_repeated = std::any_of(
        place, arguments.keywords.end(), [](const auto& keyword) { return keyword.first.text() == "caller"; });
    if (is_repeated) {
        return fail(FaultKind::type_error, "got multiple values for keyword argument 'caller'");
    }
    arguments.keywords.emplace(place, Value::borrowed("caller"), caller);
    LEVADA_LET(const Value result, call(callee, arguments));
    append_unconverted(out, result);
    return Flow::normal;
}

Outcome<void> Evaluator::check_call_depth() const {
    if (call_depth_ > options().limits.call_depth_max) {
        return fail(FaultKind::recursion_error, "maximum recursion depth exceeded");
    }
    return {};
}

Outcome<Value> Evaluator::run_macro(const Stmt& macro, Frame* defined_in, Arguments& arguments) {
    const CallDepth depth(call_depth_);
    LEVADA_DO(check_call_depth());
    FrameHolder holder(*this, *macro.function, defined_in);
    Frame& frame = holder.frame();
    bool has_caller = false;
    LEVADA_DO(bind_parameters(macro, frame, arguments, has_caller));
    LEVADA_DO(bind_specials(macro, frame, arguments, has_caller));
    enter(macro.scope, frame);
    LEVADA_DO(fill_defaults(macro, frame));
    std::string out;
    const bool outside = std::exchange(has_output_beside_text_, false);
    LEVADA_DO(run(macro.body, frame, out));
    LEVADA_DO(check_is_text());
    has_output_beside_text_ = outside;
    return make_text(std::move(out), autoescape_);
}

/// Takes the positional arguments and, for the rest of the parameters, the keywords of their names.
Outcome<void> Evaluator::bind_parameters(const Stmt& macro, Frame& frame, Arguments& arguments, bool& has_caller) {
    const std::size_t count = macro.parameters.size();
    const std::size_t given = std::min(count, arguments.positional.size());
    for (std::size_t i = 0; i < given; ++i) {
        frame.slot(macro.function->parameter_slots[i]) = arguments.positional[i];
    }
    has_caller = given == count && macro.function->has_explicit_caller;
    for (std::size_t i = given; i < count; ++i) {
        const std::string_view name = macro.parameters[i]->name();
        has_caller = has_caller || name == "caller";
        const auto found = std::find_if(arguments.keywords.begin(), arguments.keywords.end(), [&](const auto& keyword) {
            return keyword.first.text() == name;
        });
        if (found != arguments.keywords.end()) {
            frame.slot(macro.function->parameter_slots[i]) = std::move(found->second);
            arguments.keywords.erase(found);
        }
    }
    return {};
}

Outcome<void> Evaluator::bind_specials(const Stmt& macro, Frame& frame, Arguments& arguments, bool has_caller) {
    const Function& function = *macro.function;
    const std::string name(macro.name.is_string() ? macro.name.text() : "caller");
    const auto caller = std::find_if(arguments.keywords.begin(), arguments.keywords.end(), [](const auto& keyword) {
        return keyword.first.text() == "caller";
    });
    if (function.caller_slot >= 0 && !has_caller) {
        Value& slot = frame.slot(static_cast<std::uint16_t>(function.caller_slot));
        slot = Value::undefined_hint("No caller defined");
        if (caller != arguments.keywords.end()) {
            slot = std::move(caller->second);
            arguments.keywords.erase(caller);
        }
    }
    if (function.kwargs_slot >= 0) {
        frame.slot(static_cast<std::uint16_t>(function.kwargs_slot)) = Value::dict(std::move(arguments.keywords));
    } else if (!arguments.keywords.empty()) {
        return fail(FaultKind::type_error,
                    "macro '" + name + "' takes no keyword argument '" + arguments.keywords[0].first.str() + "'");
    }
    const std::size_t count = macro.parameters.size();
    if (function.varargs_slot >= 0) {
        const auto first = static_cast<std::ptrdiff_t>(std::min(count, arguments.positional.size()));
        frame.slot(static_cast<std::uint16_t>(function.varargs_slot)) =
            Value::tuple(std::vector<Value>(arguments.positional.begin() + first, arguments.positional.end()));
    } else if (arguments.positional.size() > count) {
        return fail(FaultKind::type_error,
                    "macro '" + name + "' takes not more than " + std::to_string(count) + " argument(s)");
    }
    return {};
}

Outcome<void> Evaluator::fill_defaults(const Stmt& macro, Frame& frame) {
    const std::size_t count = macro.parameters.size();
    const std::size_t first_default = count - macro.defaults.size();
    for (std::size_t i = 0; i < count; ++i) {
        Value& slot = frame.slot(macro.function->parameter_slots[i]);
        if (!slot.is_missing()) {
            continue;
        }
        if (i >= first_default) {
            LEVADA_LET(slot, evaluate(*macro.defaults[i - first_default], frame));
        } else {
            slot =
                Value::undefined_hint("parameter '" + std::string(macro.parameters[i]->name()) + "' was not provided");
        }
    }
    return {};
}

// ---- loops

Outcome<void> Evaluator::count_iteration() {
    if (++iterations_ > options().limits.loop_iterations_max) {
        return fail(FaultKind::runtime_error,
                    "the template exceeds the limit of " + std::to_string(options().limits.loop_iterations_max) +
                        " loop iterations");
    }
    return {};
}

Outcome<bool> Evaluator::assign_and_test(const Stmt& loop, Frame& frame, const Value& item) {
    enter(loop.test_scope, frame);
    LEVADA_DO(assign(*loop.parameters[0], item, frame, false));
    return truth(*loop.test, frame);
}

/// A loop with a condition gives its items as the target took them apart: a pair is a tuple, whatever it was before.
Value Evaluator::repacked(const Expr& target, const Value& item, Frame& frame) const {
    if (target.kind == ExprKind::name) {
        const Value& variable = frame.at(target.slot);
        return variable.is_missing() ? item : variable;
    }
    std::vector<Value> parts;
    parts.reserve(target.items.size());
    for (const Expr* part : target.items) {
        parts.push_back(repacked(*part, Value(), frame));
    }
    return Value::tuple(std::move(parts));
}

Outcome<Flow> Evaluator::run_loop(const Stmt& statement, Frame& frame, std::string& out) {
    LEVADA_LET(const Value iterable, evaluate(*statement.value, frame));
    if (!statement.is_recursive) {
        return run_items(statement, iterable, frame, out, 0);
    }
    LEVADA_LET(const Value text, run_recursive_loop(statement, &frame, iterable, 0));
    append_unconverted(out, text);
    return Flow::normal;
}

Outcome<Value> Evaluator::run_recursive_loop(const Stmt& loop,
                                             Frame* defined_in,
                                             const Value& iterable,
                                             std::size_t depth) {
    const CallDepth call_depth(call_depth_);
    LEVADA_DO(check_call_depth());
    FrameHolder holder(*this, *loop.function, defined_in);
    std::string out;
    const bool outside = std::exchange(has_output_beside_text_, false);
    LEVADA_DO(run_items(loop, iterable, holder.frame(), out, depth));
    LEVADA_DO(check_is_text());
    has_output_beside_text_ = outside;
    return make_text(std::move(out), autoescape_);
}

Outcome<Flow> Evaluator::run_items(
    const Stmt& loop, const Value& iterable, Frame& frame, std::string& out, std::size_t depth) {
    bool is_completed = false;  // A body ran to its end: then there is no else.
    LEVADA_LET(LoopSource source, LoopSource::over(*this, loop, frame, iterable));
    if (loop.uses_loop) {
        const Value object = make_native(new LoopObject(loop, &frame, iterable, std::move(source), depth));
        LEVADA_DO(run_loop_object(loop, object, frame, out, is_completed));
    } else {
        for (Value item;;) {
            LEVADA_LET(const bool has_item, source.next(*this, item));
            if (!has_item) {
                break;
            }
            LEVADA_LET(const bool goes_on, run_body_once(loop, item, frame, out, is_completed));
            if (!goes_on) {
                break;
            }
        }
    }
    if (is_completed || loop.otherwise.empty()) {
        return Flow::normal;
    }
    enter(loop.else_scope, frame);
    return run(loop.otherwise, frame, out);
}

Outcome<void> Evaluator::run_loop_object(
    const Stmt& loop, const Value& object, Frame& frame, std::string& out, bool& is_completed) {
    LoopObject& state = object.as<LoopObject>();
    for (Value item;;) {
        LEVADA_LET(const bool has_item, state.advance(*this, item));
        if (!has_item) {
            return {};
        }
        frame.slot(loop.loop_slot) = object;
        LEVADA_LET(const bool goes_on, run_body_once(loop, item, frame, out, is_completed));
        if (!goes_on) {
            return {};
        }
    }
}

/// Runs the body for one item; false after a break.
Outcome<bool> Evaluator::run_body_once(
    const Stmt& loop, const Value& item, Frame& frame, std::string& out, bool& is_completed) {
    LEVADA_DO(count_iteration());
    LEVADA_DO(assign(*loop.target, item, frame, false));
    enter(loop.scope, frame);
    LEVADA_LET(const Flow flow, run(loop.body, frame, out));
    is_completed = is_completed || flow == Flow::normal;
    return flow != Flow::break_;
}

}  // namespace levada::jinja
