#pragma once

#include "ast.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levada::jinja {

/// A variable of the compiled program: a slot of a function.
struct Variable {
    Function* function = nullptr;
    std::uint16_t slot = 0;
};

/// How a variable gets its first value in a scope. `parameter`: whoever enters the scope sets it.
struct FirstValue {
    enum class Kind : std::uint8_t { parameter, resolve, alias, undefined };
    Kind kind = Kind::undefined;
    Variable from;
    std::string name;
};

/// The names of one scope. Source: Jinja2 3.1.6, idtracking.Symbols.
class Symbols {
public:
    Symbols(const Symbols* parent, Function* function);

    void load(std::string_view name);
    void store(std::string_view name);
    Variable declare_parameter(std::string_view name);
    /// The variable that a name means here or outside; nothing when it was never seen.
    std::optional<Variable> find(std::string_view name) const;
    /// Merges what the branches of an if have seen.
    void update_from_branches(const std::vector<Symbols>& branches);

    Function* function() const { return function_; }
    const std::vector<std::pair<std::uint16_t, FirstValue>>& first_values() const { return first_values_; }
    /// Every name that this scope or one outside stores, with its variable.
    std::map<std::string, Variable> visible_stores() const;
    /// The condition of a loop needs variables apart from those of its body, which may look ahead.
    void set_apart() { level_ += kApart; }

private:
    static constexpr std::uint32_t kApart = 1U << 20U;
    Variable define(std::string_view name, FirstValue first);
    void set_first(std::uint16_t slot, FirstValue first);

    const Symbols* parent_;
    Function* function_;
    std::uint32_t level_;
    std::map<std::string, Variable, std::less<>> names_;
    std::vector<std::pair<std::uint16_t, FirstValue>> first_values_;
    std::set<std::string, std::less<>> stores_;
};

/// Records the names that statements and expressions of one scope use, in their order.
/// Source: Jinja2 3.1.6, idtracking.FrameSymbolVisitor.
class SymbolVisitor {
public:
    explicit SymbolVisitor(Symbols& symbols) : symbols_(&symbols) {}
    void visit(const std::vector<Stmt*>& body);
    void visit(const Stmt& statement);
    void visit(const Expr* expression);
    /// A loop's target: its names are parameters of the loop's scope.
    void visit_as_parameters(const Expr& target);

private:
    void visit_conditional(const Stmt& statement);
    void visit_arguments(const CallArguments& arguments);
    Symbols* symbols_;
};

/// True when `name` is read in the body, also in nested scopes, before the body itself stores it.
bool uses_undeclared(const std::vector<Stmt*>& body, std::string_view name);

}  // namespace levada::jinja
