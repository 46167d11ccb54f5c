#include "resolver.h"

#include "methods.h"
#include "symbols.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

namespace {

/// What Jinja2's compiler keeps in a Frame.
struct Place {
    Symbols* symbols = nullptr;
    bool is_top_level = false;
    bool is_soft = false;     // Inside an if or an inline if.
    bool is_in_loop = false;  // break and continue are allowed.
};

class Resolver {
public:
    explicit Resolver(Program& program) : program_(program) {}

    Outcome<void> run() {
        Function* root = add_function(nullptr);
        program_.root = root;
        Symbols symbols(nullptr, root);
        if (uses_undeclared(program_.body, "self")) {
            program_.self_slot = symbols.declare_parameter("self").slot;
        }
        SymbolVisitor visitor(symbols);
        visitor.visit(program_.body);
        visitor.visit(program_.single);
        program_.scope = loads_of(symbols);
        Place place{&symbols, true, false, false};
        LEVADA_DO(resolve_body(program_.body, place));
        LEVADA_DO(resolve_expression(program_.single, place));
        for (auto& [name, block] : program_.blocks) {
            LEVADA_DO(resolve_block(*block));
        }
        std::sort(program_.undeclared.begin(), program_.undeclared.end());
        return {};
    }

private:
    Function* add_function(const Function* parent) {
        Function& function = program_.functions.emplace_back();
        function.parent = parent;
        return &function;
    }

    static SlotRef reference(const Variable& variable, const Function* from) {
        std::uint16_t depth = 0;
        for (; from != variable.function && from != nullptr; from = from->parent) {
            ++depth;
        }
        return {depth, variable.slot};
    }

    static SlotRef reference(std::string_view name, const Place& place) {
        const std::optional<Variable> variable = place.symbols->find(name);
        LEVADA_ASSERT(variable.has_value());
        return reference(*variable, place.symbols->function());
    }

    Scope loads_of(const Symbols& symbols) {
        Scope scope;
        for (const auto& [slot, first] : symbols.first_values()) {
            switch (first.kind) {
                case FirstValue::Kind::parameter:
                    break;
                case FirstValue::Kind::resolve:
                    scope.push_back(
                        {LoadKind::resolve, slot, {}, std::string(program_.environment->variable_name(first.name))});
                    add_undeclared(scope.back().name);
                    break;
                case FirstValue::Kind::alias:
                    scope.push_back({LoadKind::alias, slot, reference(first.from, symbols.function()), {}});
                    break;
                case FirstValue::Kind::undefined:
                    scope.push_back({LoadKind::undefined, slot, {}, {}});
                    break;
            }
        }
        return scope;
    }

    void add_undeclared(const std::string& name) {
        if (program_.environment->find_global(name) == nullptr &&
            std::find(program_.undeclared.begin(), program_.undeclared.end(), name) == program_.undeclared.end()) {
            program_.undeclared.push_back(name);
        }
    }

    // ---- statements
    Outcome<void> resolve_body(const std::vector<Stmt*>& body, const Place& place) {
        for (Stmt* statement : body) {
            LEVADA_DO(resolve_statement(*statement, place));
        }
        return {};
    }

    Outcome<void> resolve_statement(Stmt& statement, const Place& place) {
        statement.is_top_level = place.is_top_level;
        switch (statement.kind) {
            case StmtKind::conditional:
                return resolve_conditional(statement, place);
            case StmtKind::loop:
                return resolve_loop(statement, place);
            case StmtKind::assign:
                LEVADA_DO(resolve_expression(statement.value, place));
                return resolve_expression(statement.target, place);
            case StmtKind::assign_block:
                return resolve_assign_block(statement, place);
            case StmtKind::macro:
                statement.slot = reference(statement.name.text(), place);
                return resolve_macro(statement, place);
            case StmtKind::call_block:
                check_caller_argument(statement);
                LEVADA_DO(resolve_expression(statement.value, place));
                return resolve_macro(statement, place);
            case StmtKind::filter_block:
                return resolve_filter_block(statement, place);
            case StmtKind::with:
                return resolve_with(statement, place);
            case StmtKind::autoescape:
                return resolve_autoescape(statement, place);
            case StmtKind::block:
                return resolve_block_use(statement, place);
            case StmtKind::break_:
            case StmtKind::continue_:
                check_loop_control(statement, place);
                return {};
            default:
                return resolve_simple(statement, place);
        }
    }

    Outcome<void> resolve_simple(Stmt& statement, const Place& place) {
        if (statement.is_extends && !place.is_top_level) {
            return fail(Fault(FaultKind::template_assertion_error, "cannot use extend from a non top-level scope")
                            .at(statement.line, statement.column));
        }
        for (const OutputPart& part : statement.parts) {
            LEVADA_DO(resolve_expression(part.expression, place));
        }
        return resolve_expression(statement.value, place);
    }

    /// The block itself is the argument `caller`.
    void check_caller_argument(const Stmt& call_block) {
        for (const auto& [name, value] : call_block.value->arguments->keywords) {
            if (name.text() == "caller") {
                program_.late_fault = Fault(FaultKind::syntax_error, "keyword argument repeated: caller")
                                          .at(call_block.line, call_block.column);
            }
        }
    }

    void check_loop_control(const Stmt& statement, const Place& place) {
        if (!place.is_in_loop) {
            program_.late_fault = Fault(FaultKind::syntax_error, "'break' or 'continue' outside loop")
                                      .at(statement.line, statement.column);
        }
    }

    Outcome<void> resolve_conditional(Stmt& statement, const Place& place) {
        Place soft = place;
        soft.is_soft = true;
        LEVADA_DO(resolve_expression(statement.value, soft));
        LEVADA_DO(resolve_body(statement.body, soft));
        for (Stmt* branch : statement.elifs) {
            LEVADA_DO(resolve_expression(branch->value, soft));
            LEVADA_DO(resolve_body(branch->body, soft));
        }
        return resolve_body(statement.otherwise, soft);
    }

    Outcome<void> resolve_loop(Stmt& statement, const Place& place) {
        LEVADA_DO(resolve_expression(statement.value, place));
        Function* function = place.symbols->function();
        if (statement.is_recursive) {
            function->has_closures = true;
            function = add_function(function);
            function->has_closures = true;
            statement.function = function;
        }
        statement.uses_loop =
            statement.is_recursive || uses_undeclared(statement.body, "loop") || has_scoped_block(statement.body);
        LEVADA_DO(check_loop_name(statement));
        Symbols body_symbols(place.symbols, function);
        if (statement.uses_loop) {
            statement.loop_slot = body_symbols.declare_parameter("loop").slot;
        }
        SymbolVisitor body_visitor(body_symbols);
        body_visitor.visit_as_parameters(*statement.target);
        body_visitor.visit(statement.body);
        Place inner{&body_symbols, false, false, true};
        LEVADA_DO(resolve_expression(statement.target, inner));
        LEVADA_DO(resolve_test(statement, place, function));
        statement.scope = loads_of(body_symbols);
        LEVADA_DO(resolve_body(statement.body, inner));
        Symbols else_symbols(place.symbols, function);
        SymbolVisitor else_visitor(else_symbols);
        else_visitor.visit(statement.otherwise);
        statement.else_scope = loads_of(else_symbols);
        return resolve_body(statement.otherwise,
                            {&else_symbols, false, false, place.is_in_loop && !statement.is_recursive});
    }

    /// The condition has a target of its own: a copy of the loop's with other slots.
    Outcome<void> resolve_test(Stmt& statement, const Place& place, Function* function) {
        if (statement.test == nullptr) {
            return {};
        }
        if (statement.uses_loop) {
            function->has_closures = true;
        }
        Symbols symbols(place.symbols, function);
        symbols.set_apart();
        SymbolVisitor visitor(symbols);
        visitor.visit_as_parameters(*statement.target);
        visitor.visit(statement.test);
        statement.test_scope = loads_of(symbols);
        const Place inner{&symbols, false, false, false};
        Expr* target = copy_target(*statement.target);
        LEVADA_DO(resolve_expression(target, inner));
        statement.parameters = {target};
        return resolve_expression(statement.test, inner);
    }

    Expr* copy_target(const Expr& target) {
        Expr& copy = program_.expressions.emplace_back();
        copy.kind = target.kind;
        copy.use = target.use;
        copy.line = target.line;
        copy.column = target.column;
        copy.constant = target.constant;
        for (const Expr* item : target.items) {
            copy.items.push_back(copy_target(*item));
        }
        return &copy;
    }

    static bool has_scoped_block(const std::vector<Stmt*>& body) {
        return std::any_of(body.begin(), body.end(), [](const Stmt* statement) {
            return (statement->kind == StmtKind::block && statement->is_scoped) || has_scoped_block(statement->body) ||
                   has_scoped_block(statement->otherwise) || has_scoped_block(statement->elifs);
        });
    }

    Outcome<void> check_loop_name(const Stmt& statement) {
        if (stores_loop(statement)) {
            return fail(Fault(FaultKind::template_assertion_error, "Can't assign to special loop variable in for-loop")
                            .at(statement.line, statement.column));
        }
        return {};
    }

    static bool is_loop_target(const Expr* target) {
        if (target == nullptr) {
            return false;
        }
        return (target->kind == ExprKind::name && target->use == NameUse::store && target->name() == "loop") ||
               (target->kind == ExprKind::tuple &&
                std::any_of(target->items.begin(), target->items.end(), is_loop_target));
    }

    static bool stores_loop(const Stmt& statement) {
        const auto any = [](const std::vector<Stmt*>& body) {
            return std::any_of(body.begin(), body.end(), [](const Stmt* inner) { return stores_loop(*inner); });
        };
        return is_loop_target(statement.target) || any(statement.body) || any(statement.otherwise) ||
               any(statement.elifs);
    }

    Outcome<void> resolve_inner(Stmt& statement, const Place& place, Symbols& symbols) {
        SymbolVisitor visitor(symbols);
        visitor.visit(statement.body);
        statement.scope = loads_of(symbols);
        return resolve_body(statement.body, {&symbols, false, false, place.is_in_loop});
    }

    Outcome<void> resolve_assign_block(Stmt& statement, const Place& place) {
        Symbols symbols(place.symbols, place.symbols->function());
        LEVADA_DO(resolve_inner(statement, place, symbols));
        LEVADA_DO(resolve_expression(statement.value, {&symbols, false, false, false}));
        return resolve_expression(statement.target, place);
    }

    Outcome<void> resolve_filter_block(Stmt& statement, const Place& place) {
        Symbols symbols(place.symbols, place.symbols->function());
        SymbolVisitor(symbols).visit(statement.value);
        LEVADA_DO(resolve_inner(statement, place, symbols));
        return resolve_expression(statement.value, {&symbols, false, false, false});
    }

    Outcome<void> resolve_autoescape(Stmt& statement, const Place& place) {
        Symbols symbols(place.symbols, place.symbols->function());
        SymbolVisitor(symbols).visit(statement.value);
        LEVADA_DO(resolve_inner(statement, place, symbols));
        return resolve_expression(statement.value, {&symbols, false, false, false});
    }

    Outcome<void> resolve_with(Stmt& statement, const Place& place) {
        Symbols symbols(place.symbols, place.symbols->function());
        SymbolVisitor visitor(symbols);
        for (const auto& [target, value] : statement.bindings) {
            visitor.visit(target);
        }
        visitor.visit(statement.body);
        statement.scope = loads_of(symbols);
        const Place inner{&symbols, false, false, place.is_in_loop};
        for (const auto& [target, value] : statement.bindings) {
            LEVADA_DO(resolve_expression(target, inner));
            LEVADA_DO(resolve_expression(value, place));
        }
        return resolve_body(statement.body, inner);
    }

    Outcome<void> resolve_macro(Stmt& statement, const Place& place) {
        Function* outer = place.symbols->function();
        outer->has_closures = true;
        Function* function = add_function(outer);
        statement.function = function;
        Symbols symbols(place.symbols, function);
        SymbolVisitor visitor(symbols);
        for (Expr* parameter : statement.parameters) {
            visitor.visit(parameter);
            parameter->slot = {0, symbols.find(parameter->name())->slot};
            function->parameter_slots.push_back(parameter->slot.slot);
        }
        for (const Expr* value : statement.defaults) {
            visitor.visit(value);
        }
        LEVADA_DO(declare_specials(statement, symbols, *function));
        visitor.visit(statement.body);
        statement.scope = loads_of(symbols);
        const Place inner{&symbols, false, false, false};
        for (Expr* value : statement.defaults) {
            LEVADA_DO(resolve_expression(value, inner));
        }
        return resolve_body(statement.body, inner);
    }

    /// caller, kwargs and varargs exist only in macros that read them.
    Outcome<void> declare_specials(const Stmt& statement, Symbols& symbols, Function& function) {
        const auto position_of = [&](std::string_view name) {
            const auto found = std::find_if(statement.parameters.begin(),
                                            statement.parameters.end(),
                                            [&](const Expr* parameter) { return parameter->name() == name; });
            return static_cast<std::size_t>(found - statement.parameters.begin());
        };
        const std::size_t count = statement.parameters.size();
        const std::size_t caller = position_of("caller");
        function.has_explicit_caller = caller < count;
        if (uses_undeclared(statement.body, "caller")) {
            function.uses_explicit_caller = function.has_explicit_caller;
            if (caller == count) {
                function.caller_slot = symbols.declare_parameter("caller").slot;
            } else if (caller < count - statement.defaults.size()) {
                return fail(Fault(FaultKind::template_assertion_error,
                                  "When defining macros or call blocks the special \"caller\" argument must be omitted "
                                  "or be given a default.")
                                .at(statement.line, statement.column));
            }
        }
        if (uses_undeclared(statement.body, "kwargs") && position_of("kwargs") == count) {
            function.kwargs_slot = symbols.declare_parameter("kwargs").slot;
        }
        if (uses_undeclared(statement.body, "varargs") && position_of("varargs") == count) {
            function.varargs_slot = symbols.declare_parameter("varargs").slot;
        }
        return {};
    }

    static Outcome<void> resolve_block_use(Stmt& statement, const Place& place) {
        if (statement.is_scoped) {
            for (const auto& [name, variable] : place.symbols->visible_stores()) {
                statement.visible.emplace_back(name, reference(variable, place.symbols->function()));
            }
        }
        return {};
    }

    Outcome<void> resolve_block(Stmt& statement) {
        Function* function = add_function(nullptr);
        statement.function = function;
        Symbols symbols(nullptr, function);
        if (uses_undeclared(statement.body, "self")) {
            function->caller_slot = symbols.declare_parameter("self").slot;
        }
        if (uses_undeclared(statement.body, "super")) {
            function->kwargs_slot = symbols.declare_parameter("super").slot;
        }
        return resolve_inner(statement, {}, symbols);
    }

    // ---- expressions
    Outcome<void> resolve_expression(Expr* expression, const Place& place) {
        if (expression == nullptr || expression->kind == ExprKind::constant) {
            return {};
        }
        Place inner = place;
        inner.is_soft = place.is_soft || expression->kind == ExprKind::conditional;
        switch (expression->kind) {
            case ExprKind::name:
                expression->slot = reference(expression->name(), place);
                return {};
            case ExprKind::filter:
                bind(*expression, place, program_.environment->find_filter(expression->name()));
                break;
            case ExprKind::test:
                bind(*expression, place, program_.environment->find_test(expression->name()));
                break;
            case ExprKind::attribute:
                expression->is_soft = is_method_name(expression->name());
                break;
            default:
                break;
        }
        return resolve_children(*expression, inner);
    }

    Outcome<void> resolve_children(Expr& expression, const Place& place) {
        LEVADA_DO(resolve_expression(expression.left, place));
        LEVADA_DO(resolve_expression(expression.right, place));
        for (Expr* item : expression.items) {
            LEVADA_DO(resolve_expression(item, place));
        }
        if (expression.arguments == nullptr) {
            return {};
        }
        for (Expr* argument : expression.arguments->positional) {
            LEVADA_DO(resolve_expression(argument, place));
        }
        for (const auto& [name, value] : expression.arguments->keywords) {
            LEVADA_DO(resolve_expression(value, place));
        }
        LEVADA_DO(resolve_expression(expression.arguments->star, place));
        return resolve_expression(expression.arguments->star_star, place);
    }

    /// Inside a condition the name need not be known before it is used.
    static void bind(Expr& expression, const Place& place, Filter function) {
        expression.function = function;
        expression.is_soft = place.is_soft;
    }

    Program& program_;
};

}  // namespace

Outcome<void> resolve(Program& program) {
    return Resolver(program).run();
}

}  // namespace levada::jinja
