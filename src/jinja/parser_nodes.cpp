// The nodes that the parser makes, how deep they may nest, and the targets of assignments.
#include "parser.h"
#include "try.h"

#include <algorithm>
#include <limits>

namespace levada::jinja {

Expr* Parser::make(ExprKind kind, const Token& token) {
    Expr& node = program_.expressions.emplace_back();
    node.kind = kind;
    node.line = token.line;
    node.column = token.column;
    return &node;
}

Expr* Parser::make_binary(ExprKind kind, const Token& token, Expr* left, Expr* right) {
    Expr* node = make(kind, token);
    node->left = left;
    node->right = right;
    raise(node, left);
    raise(node, right);
    return node;
}

void Parser::raise(Expr* node, const Expr* child) {
    if (child != nullptr) {
        constexpr std::uint16_t kMax = std::numeric_limits<std::uint16_t>::max();
        node->height = std::max(node->height, static_cast<std::uint16_t>(std::min<int>(child->height + 1, kMax)));
    }
}

void Parser::raise_by_arguments(Expr* node) {
    for (const Expr* argument : node->arguments->positional) {
        raise(node, argument);
    }
    for (const auto& [name, argument] : node->arguments->keywords) {
        raise(node, argument);
    }
    raise(node, node->arguments->star);
    raise(node, node->arguments->star_star);
}

/// Chains as in `a + b + c` are read by loops, and are walked by recursion all the same.
Outcome<Expr*> Parser::checked(Expr* node) const {
    if (node->height > 2 * options_.limits.nesting_depth_max) {
        return fail(Fault(FaultKind::recursion_error, "an expression nests deeper than the limit").at(node->line));
    }
    return node;
}

Expr* Parser::constant(Value value, const Token& token) {
    Expr* node = make(ExprKind::constant, token);
    node->constant = std::move(value);
    return node;
}

Stmt* Parser::make(StmtKind kind, const Token& token) {
    Stmt& node = program_.statements.emplace_back();
    node.kind = kind;
    node.line = token.line;
    node.column = token.column;
    return &node;
}

Outcome<Expr*> Parser::parse_target(const TupleRules& rules) {
    const Token& start = current();
    TupleRules simplified = rules;
    simplified.is_simplified = true;
    LEVADA_LET(Expr * target, parse_tuple(simplified));
    const auto marked = mark_target(target, NameUse::store);
    if (!marked) {
        return error_at(start, "can't assign to this expression");
    }
    return target;
}

Outcome<void> Parser::mark_target(Expr* target, NameUse use) {
    if (target->kind == ExprKind::name) {
        target->use = use;
        return {};
    }
    if (target->kind == ExprKind::tuple) {
        for (Expr* item : target->items) {
            LEVADA_DO(mark_target(item, use));
        }
        return {};
    }
    if (target->kind == ExprKind::namespace_ref && use == NameUse::store) {
        return {};
    }
    return error("can't assign to this expression");
}

Outcome<Expr*> Parser::parse_name_target(NameUse use) {
    const Token& token = current();
    LEVADA_LET(const std::string_view name, expect_name());
    constexpr std::string_view kReserved[] = {"true", "false", "none", "True", "False", "None"};
    if (std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved)) {
        return error_at(token, "can't assign to '" + std::string(name) + "'");
    }
    Expr* node = make(ExprKind::name, token);
    node->constant = Value::string(std::string(name));
    node->use = use;
    return node;
}

}  // namespace levada::jinja
