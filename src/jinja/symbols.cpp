#include "symbols.h"

#include <algorithm>

namespace levada::jinja {

Symbols::Symbols(const Symbols* parent, Function* function)
    : parent_(parent), function_(function), level_(parent == nullptr ? 0 : parent->level_ + 1) {}

Variable Symbols::define(std::string_view name, FirstValue first) {
    const auto [found, is_new] = function_->slots.emplace(std::pair(level_, std::string(name)), function_->slot_count);
    if (is_new) {
        ++function_->slot_count;
    }
    const Variable variable{function_, found->second};
    names_.insert_or_assign(std::string(name), variable);
    set_first(variable.slot, std::move(first));
    return variable;
}

void Symbols::set_first(std::uint16_t slot, FirstValue first) {
    for (auto& [known, value] : first_values_) {
        if (known == slot) {
            value = std::move(first);
            return;
        }
    }
    first_values_.emplace_back(slot, std::move(first));
}

std::optional<Variable> Symbols::find(std::string_view name) const {
    for (const Symbols* scope = this; scope != nullptr; scope = scope->parent_) {
        const auto found = scope->names_.find(name);
        if (found != scope->names_.end()) {
            return found->second;
        }
    }
    return std::nullopt;
}

void Symbols::load(std::string_view name) {
    if (!find(name)) {
        define(name, {FirstValue::Kind::resolve, {}, std::string(name)});
    }
}

void Symbols::store(std::string_view name) {
    stores_.insert(std::string(name));
    if (names_.find(name) != names_.end()) {
        return;
    }
    const std::optional<Variable> outer = parent_ == nullptr ? std::nullopt : parent_->find(name);
    if (outer) {
        define(name, {FirstValue::Kind::alias, *outer, {}});
    } else {
        define(name, {FirstValue::Kind::undefined, {}, {}});
    }
}

Variable Symbols::declare_parameter(std::string_view name) {
    stores_.insert(std::string(name));
    return define(name, {FirstValue::Kind::parameter, {}, {}});
}

void Symbols::update_from_branches(const std::vector<Symbols>& branches) {
    std::set<std::string> stored;
    for (const Symbols& branch : branches) {
        std::set_difference(branch.stores_.begin(),
                            branch.stores_.end(),
                            stores_.begin(),
                            stores_.end(),
                            std::inserter(stored, stored.end()));
    }
    for (const Symbols& branch : branches) {
        for (const auto& [name, variable] : branch.names_) {
            names_.insert_or_assign(name, variable);
        }
        for (const auto& [slot, first] : branch.first_values_) {
            set_first(slot, first);
        }
        stores_.insert(branch.stores_.begin(), branch.stores_.end());
    }
    for (const std::string& name : stored) {
        const std::optional<Variable> target = find(name);
        const std::optional<Variable> outer = parent_ == nullptr ? std::nullopt : parent_->find(name);
        if (target && outer) {
            set_first(target->slot, {FirstValue::Kind::alias, *outer, {}});
        } else if (target) {
            set_first(target->slot, {FirstValue::Kind::resolve, {}, name});
        }
    }
}

std::map<std::string, Variable> Symbols::visible_stores() const {
    std::map<std::string, Variable> visible;
    for (const Symbols* scope = this; scope != nullptr; scope = scope->parent_) {
        for (const std::string& name : scope->stores_) {
            if (const std::optional<Variable> variable = find(name)) {
                visible.emplace(name, *variable);
            }
        }
    }
    return visible;
}

void SymbolVisitor::visit(const std::vector<Stmt*>& body) {
    for (const Stmt* statement : body) {
        visit(*statement);
    }
}

void SymbolVisitor::visit(const Stmt& statement) {
    switch (statement.kind) {
        case StmtKind::conditional:
            visit_conditional(statement);
            break;
        case StmtKind::macro:
            symbols_->store(statement.name.text());
            break;
        case StmtKind::with:
            for (const auto& [target, value] : statement.bindings) {
                visit(value);
            }
            break;
        case StmtKind::assign:
        case StmtKind::assign_block:
            visit(statement.value);
            visit(statement.target);
            break;
        case StmtKind::output:
            for (const OutputPart& part : statement.parts) {
                visit(part.expression);
            }
            break;
        case StmtKind::other_template:
            visit(statement.value);
            for (const Expr* target : statement.parameters) {
                symbols_->store(target->name());
            }
            break;
        case StmtKind::loop:
        case StmtKind::call_block:
        case StmtKind::filter_block:
        case StmtKind::evaluate:
            visit(statement.value);
            break;
        default:
            break;
    }
}

void SymbolVisitor::visit_conditional(const Stmt& statement) {
    visit(statement.value);
    Symbols* original = symbols_;
    std::vector<Symbols> branches(3, *original);
    symbols_ = &branches[0];
    visit(statement.body);
    symbols_ = &branches[1];
    for (const Stmt* branch : statement.elifs) {
        visit(*branch);
    }
    symbols_ = &branches[2];
    visit(statement.otherwise);
    symbols_ = original;
    original->update_from_branches(branches);
}

void SymbolVisitor::visit_as_parameters(const Expr& target) {
    if (target.kind == ExprKind::name) {
        symbols_->declare_parameter(target.name());
        return;
    }
    for (const Expr* item : target.items) {
        visit_as_parameters(*item);
    }
}

void SymbolVisitor::visit(const Expr* expression) {
    if (expression == nullptr) {
        return;
    }
    if (expression->kind == ExprKind::name) {
        switch (expression->use) {
            case NameUse::load:
                symbols_->load(expression->name());
                break;
            case NameUse::store:
                symbols_->store(expression->name());
                break;
            case NameUse::parameter:
                symbols_->declare_parameter(expression->name());
                break;
        }
        return;
    }
    visit(expression->left);
    visit(expression->right);
    for (const Expr* item : expression->items) {
        visit(item);
    }
    if (expression->arguments != nullptr) {
        visit_arguments(*expression->arguments);
    }
}

void SymbolVisitor::visit_arguments(const CallArguments& arguments) {
    for (const Expr* argument : arguments.positional) {
        visit(argument);
    }
    for (const auto& [name, value] : arguments.keywords) {
        visit(value);
    }
    visit(arguments.star);
    visit(arguments.star_star);
}

namespace {

/// Looks for a read of one name in source order. Source: Jinja2 3.1.6, compiler.UndeclaredNameVisitor.
class UndeclaredSearch {
public:
    explicit UndeclaredSearch(std::string_view name) : name_(name) {}

    bool is_found() const { return is_found_; }

    void search(const std::vector<Stmt*>& body) {
        for (const Stmt* statement : body) {
            search(*statement);
        }
    }

private:
    void search(const Stmt& statement) {
        if (statement.kind == StmtKind::block) {
            return;
        }
        for (const OutputPart& part : statement.parts) {
            search(part.expression);
        }
        // The order of the fields of Jinja2's nodes.
        if (statement.kind == StmtKind::assign || statement.kind == StmtKind::assign_block ||
            statement.kind == StmtKind::loop) {
            search(statement.target);
        }
        search(statement.value);
        for (const auto& [target, value] : statement.bindings) {
            search(target);
            search(value);
        }
        for (const Expr* parameter : statement.parameters) {
            search(parameter);
        }
        for (const Expr* value : statement.defaults) {
            search(value);
        }
        search(statement.body);
        for (const Stmt* branch : statement.elifs) {
            search(*branch);
        }
        search(statement.otherwise);
        search(statement.test);
    }

    void search(const Expr* expression) {
        if (expression == nullptr || is_found_ || is_declared_) {
            return;
        }
        if (expression->kind == ExprKind::name) {
            if (expression->name() == name_) {
                (expression->use == NameUse::load ? is_found_ : is_declared_) = true;
            }
            return;
        }
        search(expression->left);
        search(expression->right);
        for (const Expr* item : expression->items) {
            search(item);
        }
        if (expression->arguments != nullptr) {
            search_arguments(*expression->arguments);
        }
    }

    void search_arguments(const CallArguments& arguments) {
        for (const Expr* argument : arguments.positional) {
            search(argument);
        }
        for (const auto& [name, value] : arguments.keywords) {
            search(value);
        }
        search(arguments.star);
        search(arguments.star_star);
    }

    std::string_view name_;
    bool is_found_ = false;
    bool is_declared_ = false;
};

}  // namespace

bool uses_undeclared(const std::vector<Stmt*>& body, std::string_view name) {
    UndeclaredSearch search(name);
    search.search(body);
    return search.is_found();
}

}  // namespace levada::jinja
