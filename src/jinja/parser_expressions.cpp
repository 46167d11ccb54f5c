// The expressions of the parser, one function per level of precedence. Source: Jinja2 3.1, template designer docs.
#include "objects.h"
#include "parser.h"
#include "try.h"

#include <algorithm>

namespace levada::jinja {

Outcome<Expr*> Parser::parse_expression() {
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    return parse_conditional();
}

Outcome<Expr*> Parser::parse_conditional() {
    const Token& start = current();
    LEVADA_LET(Expr * node, parse_either());
    while (skip_name("if")) {
        LEVADA_LET(Expr * test, parse_either());
        Expr* otherwise = nullptr;
        if (skip_name("else")) {
            LEVADA_LET(otherwise, parse_expression());
        }
        Expr* conditional = make_binary(ExprKind::conditional, start, node, test);
        conditional->items = {otherwise};
        raise(conditional, otherwise);
        node = conditional;
    }
    return checked(node);
}

Outcome<Expr*> Parser::parse_either() {
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_both());
    while (skip_name("or")) {
        LEVADA_LET(Expr * right, parse_both());
        left = make_binary(ExprKind::either, start, left, right);
    }
    return left;
}

Outcome<Expr*> Parser::parse_both() {
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_not());
    while (skip_name("and")) {
        LEVADA_LET(Expr * right, parse_not());
        left = make_binary(ExprKind::both, start, left, right);
    }
    return left;
}

Outcome<Expr*> Parser::parse_not() {
    if (!current().is_name("not")) {
        return parse_comparison();
    }
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    const Token& start = current();
    advance();
    LEVADA_LET(Expr * operand, parse_not());
    return make_binary(ExprKind::negation, start, operand, nullptr);
}

/// Takes a comparison operator; false when there is none.
Outcome<bool> Parser::parse_comparison_operator(CompareOp& op) {
    constexpr std::pair<std::string_view, CompareOp> kOperators[] = {
        {"==", CompareOp::equal},
        {"!=", CompareOp::unequal},
        {"<", CompareOp::less},
        {"<=", CompareOp::less_equal},
        {">", CompareOp::greater},
        {">=", CompareOp::greater_equal},
    };
    for (const auto& [sign, candidate] : kOperators) {
        if (skip_op(sign)) {
            op = candidate;
            return true;
        }
    }
    if (skip_name("in")) {
        op = CompareOp::in;
        return true;
    }
    if (current().is_name("not") && look().is_name("in")) {
        advance();
        advance();
        op = CompareOp::not_in;
        return true;
    }
    return false;
}

Outcome<Expr*> Parser::parse_comparison() {
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_sum());
    Expr* node = nullptr;
    for (;;) {
        CompareOp op = CompareOp::equal;
        LEVADA_LET(const bool has_operator, parse_comparison_operator(op));
        if (!has_operator) {
            return node == nullptr ? left : node;
        }
        LEVADA_LET(Expr * operand, parse_sum());
        if (node == nullptr) {
            node = make_binary(ExprKind::comparison, start, left, nullptr);
        }
        node->comparisons.push_back(op);
        node->items.push_back(operand);
        raise(node, operand);
    }
}

Outcome<Expr*> Parser::parse_sum() {
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_concat());
    while (current().is_op("+") || current().is_op("-")) {
        const BinaryOp op = current().is_op("+") ? BinaryOp::add : BinaryOp::subtract;
        advance();
        LEVADA_LET(Expr * right, parse_concat());
        left = make_binary(ExprKind::binary, start, left, right);
        left->op = op;
    }
    return left;
}

Outcome<Expr*> Parser::parse_concat() {
    const Token& start = current();
    LEVADA_LET(Expr * first, parse_product());
    if (!current().is_op("~")) {
        return first;
    }
    Expr* node = make(ExprKind::concat, start);
    node->items.push_back(first);
    raise(node, first);
    while (skip_op("~")) {
        LEVADA_LET(Expr * next, parse_product());
        node->items.push_back(next);
        raise(node, next);
    }
    return node;
}

Outcome<Expr*> Parser::parse_product() {
    constexpr std::pair<std::string_view, BinaryOp> kOperators[] = {
        {"*", BinaryOp::multiply}, {"/", BinaryOp::divide}, {"//", BinaryOp::floor_divide}, {"%", BinaryOp::modulo}};
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_power());
    for (;;) {
        const auto* found = std::find_if(std::begin(kOperators), std::end(kOperators), [&](const auto& entry) {
            return current().is_op(entry.first);
        });
        if (found == std::end(kOperators)) {
            return left;
        }
        advance();
        LEVADA_LET(Expr * right, parse_power());
        left = make_binary(ExprKind::binary, start, left, right);
        left->op = found->second;
    }
}

Outcome<Expr*> Parser::parse_power() {
    const Token& start = current();
    LEVADA_LET(Expr * left, parse_unary(true));
    while (skip_op("**")) {
        LEVADA_LET(Expr * right, parse_unary(true));
        left = make_binary(ExprKind::binary, start, left, right);
        left->op = BinaryOp::power;
    }
    return left;
}

Outcome<Expr*> Parser::parse_unary(bool with_filter) {
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    const Token& start = current();
    Expr* node = nullptr;
    if (current().is_op("-") || current().is_op("+")) {
        const ExprKind kind = current().is_op("-") ? ExprKind::minus : ExprKind::plus;
        advance();
        LEVADA_LET(Expr * operand, parse_unary(false));
        node = make_binary(kind, start, operand, nullptr);
    } else {
        LEVADA_LET(node, parse_primary());
    }
    LEVADA_LET(node, parse_postfix(node));
    return with_filter ? parse_filters_and_tests(node) : Outcome<Expr*>(node);
}

Outcome<Expr*> Parser::parse_name(bool with_namespace) {
    const Token& token = current();
    advance();
    if (token.text == "true" || token.text == "True") {
        return constant(Value::boolean(true), token);
    }
    if (token.text == "false" || token.text == "False") {
        return constant(Value::boolean(false), token);
    }
    if (token.text == "none" || token.text == "None") {
        return constant(Value::none(), token);
    }
    Expr* node = make(ExprKind::name, token);
    node->constant = Value::string(std::string(token.text));
    if (with_namespace && skip_op(".")) {
        LEVADA_LET(const std::string_view attribute, expect_name());
        Expr* reference = make_binary(ExprKind::namespace_ref, token, node, nullptr);
        reference->constant = Value::string(std::string(attribute));
        return reference;
    }
    return node;
}

Outcome<Expr*> Parser::parse_primary(bool with_namespace) {
    const Token& token = current();
    switch (token.type) {
        case TokenType::name:
            return parse_name(with_namespace);
        case TokenType::string: {
            advance();
            if (current().type != TokenType::string) {
                return constant(token.value, token);
            }
            std::string text(token.value.text());
            for (; current().type == TokenType::string; advance()) {
                text += current().value.text();
            }
            return constant(Value::string(std::move(text)), token);
        }
        case TokenType::integer:
        case TokenType::real:
            advance();
            return constant(token.value, token);
        default:
            break;
    }
    if (skip_op("(")) {
        TupleRules rules;
        rules.has_parentheses = true;
        LEVADA_LET(Expr * node, parse_tuple(rules));
        LEVADA_DO(expect_op(")"));
        return node;
    }
    if (token.is_op("[")) {
        return parse_list();
    }
    if (token.is_op("{")) {
        return parse_dict();
    }
    return unexpected_token();
}

bool Parser::is_tuple_end() const {
    const Token& token = current();
    return token.type == TokenType::variable_end || token.type == TokenType::block_end || token.is_op(")");
}

Outcome<Expr*> Parser::parse_tuple(const TupleRules& rules) {
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    const Token& start = current();
    std::vector<Expr*> items;
    bool is_tuple = false;
    for (;;) {
        if (!items.empty()) {
            LEVADA_DO(expect_op(","));
        }
        if (is_tuple_end()) {
            break;
        }
        LEVADA_LET(Expr * item,
                   rules.is_simplified     ? parse_primary(rules.has_namespace)
                   : rules.has_conditional ? parse_expression()
                                           : parse_either());
        LEVADA_DO(checked(item));
        items.push_back(item);
        if (!current().is_op(",")) {
            break;
        }
        is_tuple = true;
    }
    if (!is_tuple) {
        if (!items.empty()) {
            return items[0];
        }
        if (!rules.has_parentheses) {
            return error("expected an expression");
        }
    }
    Expr* node = make(ExprKind::tuple, start);
    node->items = std::move(items);
    for (const Expr* item : node->items) {
        raise(node, item);
    }
    return node;
}

Outcome<Expr*> Parser::parse_list() {
    Expr* node = make(ExprKind::list, current());
    advance();
    while (!current().is_op("]")) {
        if (!node->items.empty()) {
            LEVADA_DO(expect_op(","));
        }
        if (current().is_op("]")) {
            break;
        }
        LEVADA_LET(Expr * item, parse_expression());
        node->items.push_back(item);
        raise(node, item);
    }
    LEVADA_DO(expect_op("]"));
    return node;
}

Outcome<Expr*> Parser::parse_dict() {
    Expr* node = make(ExprKind::dict, current());
    advance();
    while (!current().is_op("}")) {
        if (!node->items.empty()) {
            LEVADA_DO(expect_op(","));
        }
        if (current().is_op("}")) {
            break;
        }
        LEVADA_LET(Expr * key, parse_expression());
        LEVADA_DO(expect_op(":"));
        LEVADA_LET(Expr * value, parse_expression());
        node->items.push_back(key);
        node->items.push_back(value);
        raise(node, key);
        raise(node, value);
    }
    LEVADA_DO(expect_op("}"));
    return node;
}

Outcome<Expr*> Parser::parse_postfix(Expr* node) {
    for (;;) {
        if (current().is_op(".") || current().is_op("[")) {
            LEVADA_LET(node, parse_subscript(node));
        } else if (current().is_op("(")) {
            LEVADA_LET(node, parse_call(node));
        } else {
            return node;
        }
    }
}

Outcome<Expr*> Parser::parse_filters_and_tests(Expr* node) {
    for (;;) {
        if (current().is_op("|")) {
            LEVADA_LET(node, parse_filter_chain(node, false));
        } else if (current().is_name("is")) {
            LEVADA_LET(node, parse_test(node));
        } else if (current().is_op("(")) {
            LEVADA_LET(node, parse_call(node));
        } else {
            return node;
        }
    }
}

Outcome<Expr*> Parser::parse_subscript(Expr* node) {
    const Token& start = current();
    advance();
    if (start.is_op(".")) {
        const Token& token = current();
        advance();
        if (token.type == TokenType::name) {
            Expr* attribute = make_binary(ExprKind::attribute, start, node, nullptr);
            attribute->constant = Value::string(std::string(token.text));
            return attribute;
        }
        if (token.type != TokenType::integer) {
            return error_at(token, "expected name or number");
        }
        return make_binary(ExprKind::item, start, node, constant(token.value, token));
    }
    std::vector<Expr*> keys;
    while (!current().is_op("]")) {
        if (!keys.empty()) {
            LEVADA_DO(expect_op(","));
        }
        LEVADA_LET(Expr * key, parse_subscribed());
        keys.push_back(key);
    }
    LEVADA_DO(expect_op("]"));
    if (keys.size() == 1) {
        return make_binary(ExprKind::item, start, node, keys[0]);
    }
    Expr* tuple = make(ExprKind::tuple, start);
    tuple->items = std::move(keys);
    for (const Expr* key : tuple->items) {
        raise(tuple, key);
    }
    return make_binary(ExprKind::item, start, node, tuple);
}

Outcome<Expr*> Parser::parse_subscribed() {
    const Token& start = current();
    Expr* first = nullptr;
    if (!current().is_op(":")) {
        LEVADA_LET(first, parse_expression());
        if (!current().is_op(":")) {
            return first;
        }
    }
    Expr* node = make(ExprKind::slice, start);
    node->items = {first, nullptr, nullptr};
    raise(node, first);
    advance();
    for (std::size_t i = 1; i < 3; ++i) {
        if (!current().is_op(":") && !current().is_op("]") && !current().is_op(",")) {
            LEVADA_LET(node->items[i], parse_expression());
            raise(node, node->items[i]);
        }
        if (i == 2 || !skip_op(":")) {
            break;
        }
    }
    return node;
}

Outcome<Expr*> Parser::parse_call(Expr* node) {
    Expr* call = make_binary(ExprKind::call, current(), node, nullptr);
    LEVADA_LET(call->arguments, parse_arguments());
    raise_by_arguments(call);
    return call;
}

Outcome<std::unique_ptr<CallArguments>> Parser::parse_arguments() {
    const Token& opening = current();
    auto arguments = std::make_unique<CallArguments>();
    LEVADA_DO(expect_op("("));
    bool needs_comma = false;
    while (!current().is_op(")")) {
        if (needs_comma) {
            LEVADA_DO(expect_op(","));
            if (current().is_op(")")) {
                break;
            }
        }
        LEVADA_DO(parse_argument(*arguments, opening));
        needs_comma = true;
    }
    LEVADA_DO(expect_op(")"));
    return arguments;
}

Outcome<void> Parser::parse_argument(CallArguments& arguments, const Token& opening) {
    const auto wrong = [&] { return error_at(opening, "invalid syntax for function call expression"); };
    if (skip_op("*")) {
        if (arguments.star != nullptr || arguments.star_star != nullptr) {
            return wrong();
        }
        LEVADA_LET(arguments.star, parse_expression());
        return {};
    }
    if (skip_op("**")) {
        if (arguments.star_star != nullptr) {
            return wrong();
        }
        LEVADA_LET(arguments.star_star, parse_expression());
        return {};
    }
    if (current().type == TokenType::name && look().is_op("=")) {
        if (arguments.star_star != nullptr) {
            return wrong();
        }
        const Token& key = current();
        for (const auto& [name, value] : arguments.keywords) {
            if (name.text() == key.text) {
                program_.late_fault =
                    Fault(FaultKind::syntax_error, "keyword argument repeated: " + std::string(key.text))
                        .at(key.line, key.column);
            }
        }
        advance();
        advance();
        LEVADA_LET(Expr * value, parse_expression());
        arguments.keywords.emplace_back(Value::string(std::string(key.text)), value);
        return {};
    }
    if (arguments.star != nullptr || arguments.star_star != nullptr || !arguments.keywords.empty()) {
        return wrong();
    }
    LEVADA_LET(Expr * value, parse_expression());
    arguments.positional.push_back(value);
    return {};
}

Outcome<std::string> Parser::parse_dotted_name() {
    LEVADA_LET(const std::string_view first, expect_name());
    std::string name(first);
    while (skip_op(".")) {
        LEVADA_LET(const std::string_view next, expect_name());
        name += '.';
        name += next;
    }
    return name;
}

Outcome<Expr*> Parser::parse_filter_chain(Expr* node, bool start_inline) {
    while (start_inline || current().is_op("|")) {
        if (!start_inline) {
            advance();
        }
        start_inline = false;
        LEVADA_LET(node, parse_filter(node));
    }
    return node;
}

Outcome<Expr*> Parser::parse_filter(Expr* node) {
    Expr* filter = make_binary(ExprKind::filter, current(), node, nullptr);
    LEVADA_LET(std::string name, parse_dotted_name());
    filter->constant = Value::string(std::move(name));
    if (current().is_op("(")) {
        LEVADA_LET(filter->arguments, parse_arguments());
    } else {
        filter->arguments = std::make_unique<CallArguments>();
    }
    raise_by_arguments(filter);
    return checked(filter);
}

bool Parser::starts_test_argument() const {
    const Token& token = current();
    switch (token.type) {
        case TokenType::name:
            return token.text != "else" && token.text != "or" && token.text != "and";
        case TokenType::string:
        case TokenType::integer:
        case TokenType::real:
            return true;
        default:
            return token.is_op("[") || token.is_op("{");
    }
}

Outcome<Expr*> Parser::parse_test(Expr* node) {
    const Token& start = current();
    advance();
    const bool is_negated = skip_name("not");
    Expr* test = make_binary(ExprKind::test, start, node, nullptr);
    LEVADA_LET(std::string name, parse_dotted_name());
    test->constant = Value::string(std::move(name));
    test->arguments = std::make_unique<CallArguments>();
    if (current().is_op("(")) {
        LEVADA_LET(test->arguments, parse_arguments());
    } else if (starts_test_argument()) {
        if (current().is_name("is")) {
            return error("You cannot chain multiple tests with is");
        }
        LEVADA_LET(Expr * argument, parse_primary());
        LEVADA_LET(argument, parse_postfix(argument));
        test->arguments->positional.push_back(argument);
    }
    raise_by_arguments(test);
    return is_negated ? make_binary(ExprKind::negation, start, test, nullptr) : test;
}

}  // namespace levada::jinja
