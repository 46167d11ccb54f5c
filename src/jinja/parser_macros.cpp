// Macros in the parser: signatures, and the tags that dbt adds.
#include "parser.h"
#include "try.h"

namespace levada::jinja {

namespace {

constexpr std::string_view kMacroPrefix = "dbt_macro__";
constexpr std::string_view kDocsPrefix = "dbt_docs__";

}  // namespace

Outcome<void> Parser::parse_type_name() {
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    LEVADA_DO(expect_name());
    if (!skip_op("[")) {
        return {};
    }
    for (bool is_first = true; !current().is_op("]"); is_first = false) {
        if (!is_first) {
            LEVADA_DO(expect_op(","));
        }
        LEVADA_DO(parse_type_name());
    }
    return expect_op("]");
}

Outcome<void> Parser::parse_signature(Stmt* node) {
    LEVADA_DO(expect_op("("));
    while (!current().is_op(")")) {
        if (!node->parameters.empty()) {
            LEVADA_DO(expect_op(","));
        }
        const Token& token = current();
        LEVADA_LET(Expr * parameter, parse_name_target(NameUse::parameter));
        for (const Expr* other : node->parameters) {
            if (other->name() == parameter->name()) {
                program_.late_fault =
                    Fault(FaultKind::syntax_error,
                          "duplicate argument '" + std::string(parameter->name()) + "' in function definition")
                        .at(token.line, token.column);
            }
        }
        if (options_.dbt_tags && skip_op(":")) {
            LEVADA_DO(parse_type_name());
        }
        if (skip_op("=")) {
            LEVADA_LET(Expr * value, parse_expression());
            node->defaults.push_back(value);
        } else if (!node->defaults.empty()) {
            return error("non-default argument follows default argument");
        }
        node->parameters.push_back(parameter);
    }
    return expect_op(")");
}

Outcome<Stmt*> Parser::finish_macro(Stmt* node, std::string name, std::string_view end_word) {
    node->name = Value::string(std::move(name));
    LEVADA_LET(node->body, parse_statements({end_word}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_macro() {
    Stmt* node = make(StmtKind::macro, current());
    advance();
    LEVADA_LET(const Expr* target, parse_name_target(NameUse::store));
    LEVADA_DO(parse_signature(node));
    return finish_macro(
        node, std::string(options_.dbt_tags ? kMacroPrefix : "") + std::string(target->name()), "endmacro");
}

Outcome<Stmt*> Parser::parse_test_macro() {
    Stmt* node = make(StmtKind::macro, current());
    advance();
    LEVADA_LET(const Expr* target, parse_name_target(NameUse::store));
    LEVADA_DO(parse_signature(node));
    return finish_macro(node, std::string(kMacroPrefix) + "test_" + std::string(target->name()), "endtest");
}

Outcome<Stmt*> Parser::parse_docs() {
    Stmt* node = make(StmtKind::macro, current());
    advance();
    LEVADA_LET(const Expr* target, parse_name_target(NameUse::store));
    return finish_macro(node, std::string(kDocsPrefix) + std::string(target->name()), "enddocs");
}

Outcome<void> Parser::parse_materialization_option(Stmt* node, std::string& adapter) {
    const Token& token = current();
    LEVADA_LET(Expr * option, parse_name_target(NameUse::parameter));
    if (option->name() == "default") {
        return {};
    }
    LEVADA_DO(expect_op("="));
    LEVADA_LET(Expr * value, parse_expression());
    if (option->name() == "adapter" && value->kind == ExprKind::constant) {
        adapter = value->constant.str();
        return {};
    }
    if (option->name() == "supported_languages") {
        node->parameters.push_back(option);
        node->defaults.push_back(value);
        return {};
    }
    return error_at(token, "materialization received unknown argument '" + std::string(option->name()) + "'");
}

Outcome<Stmt*> Parser::parse_materialization() {
    const Token& start = current();
    Stmt* node = make(StmtKind::macro, start);
    advance();
    LEVADA_LET(const Expr* target, parse_name_target(NameUse::store));
    std::string adapter = "default";
    while (skip_op(",")) {
        LEVADA_DO(parse_materialization_option(node, adapter));
    }
    if (node->parameters.empty()) {
        Expr* parameter = make(ExprKind::name, start);
        parameter->constant = Value::string("supported_languages");
        parameter->use = NameUse::parameter;
        Expr* languages = make(ExprKind::list, start);
        languages->items.push_back(constant(Value::string("sql"), start));
        node->parameters.push_back(parameter);
        node->defaults.push_back(languages);
    }
    const std::string name =
        std::string(kMacroPrefix) + "materialization_" + std::string(target->name()) + "_" + adapter;
    return finish_macro(node, name, "endmaterialization");
}

}  // namespace levada::jinja
