// The statements of the parser and its plumbing.
#include "objects.h"
#include "parser.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>

namespace levada::jinja {

namespace {

std::string describe(const Token& token) {
    switch (token.type) {
        case TokenType::variable_end:
            return "end of print statement";
        case TokenType::block_end:
            return "end of statement block";
        case TokenType::end:
            return "end of template";
        default:
            return std::string(token.text);
    }
}

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
    return token.type == TokenType::name && std::find(words.begin(), words.end(), token.text) != words.end();
}

}  // namespace

Parser::Parser(Program& program, std::vector<Token> tokens)
    : program_(program), options_(program.environment->options()), tokens_(std::move(tokens)) {}

void Parser::advance() {
    if (at_ + 1 < tokens_.size()) {
        ++at_;
    }
}

bool Parser::skip_op(std::string_view sign) {
    const bool is_there = current().is_op(sign);
    if (is_there) {
        advance();
    }
    return is_there;
}

bool Parser::skip_name(std::string_view word) {
    const bool is_there = current().is_name(word);
    if (is_there) {
        advance();
    }
    return is_there;
}

Outcome<void> Parser::expect_op(std::string_view sign) {
    if (!skip_op(sign)) {
        return error("expected token '" + std::string(sign) + "', got '" + describe(current()) + "'");
    }
    return {};
}

Outcome<std::string_view> Parser::expect_name() {
    if (current().type != TokenType::name) {
        return error("expected token 'name', got '" + describe(current()) + "'");
    }
    const std::string_view name = current().text;
    advance();
    return name;
}

Outcome<void> Parser::expect_block_end() {
    if (current().type != TokenType::block_end) {
        return error("expected token 'end of statement block', got '" + describe(current()) + "'");
    }
    advance();
    return {};
}

tl::unexpected<Fault> Parser::error(std::string message) const {
    return error_at(current(), std::move(message));
}

tl::unexpected<Fault> Parser::error_at(const Token& token, std::string message) const {
    return fail(Fault(FaultKind::template_syntax_error, std::move(message)).at(token.line, token.column));
}

tl::unexpected<Fault> Parser::unexpected_token() const {
    return error("unexpected '" + describe(current()) + "'");
}

Outcome<void> Parser::check_depth() const {
    if (depth_ > options_.limits.nesting_depth_max) {
        return fail(Fault(FaultKind::recursion_error, "the template nests deeper than the limit").at(current().line));
    }
    return {};
}

Outcome<void> Parser::parse_template() {
    LEVADA_LET(program_.body, parse_body({}));
    return {};
}

Outcome<void> Parser::parse_bare_expression() {
    LEVADA_LET(program_.single, parse_expression());
    return current().type == TokenType::end ? Outcome<void>() : unexpected_token();
}

Outcome<std::vector<Stmt*>> Parser::parse_body(Words end_words) {
    const Depth depth(depth_);
    LEVADA_DO(check_depth());
    std::vector<Stmt*> body;
    while (current().type != TokenType::end) {
        LEVADA_LET(const bool goes_on, parse_part(body, end_words));
        if (!goes_on) {
            return body;
        }
    }
    if (end_words.size() != 0) {
        const std::string tag = open_tags_.empty() ? ""
                                                   : " The innermost block that needs to be closed is '" +
                                                         std::string(open_tags_.back()) + "'.";
        return error("Unexpected end of template. Jinja was looking for the following tags: '" +
                     std::string(*end_words.begin()) + "'." + tag);
    }
    return body;
}

/// Parses text, a print tag or a statement; false when one of the words ends the body.
Outcome<bool> Parser::parse_part(std::vector<Stmt*>& body, Words end_words) {
    const Token& token = current();
    if (token.type == TokenType::block_begin) {
        advance();
        if (is_one_of(current(), end_words)) {
            return false;
        }
        LEVADA_LET(Stmt * statement, parse_statement());
        body.push_back(statement);
        LEVADA_DO(expect_block_end());
        return true;
    }
    if (body.empty() || body.back()->kind != StmtKind::output) {
        body.push_back(make(StmtKind::output, token));
    }
    Stmt* output = body.back();
    advance();
    if (token.type == TokenType::data) {
        output->parts.push_back({nullptr, token.value.text()});
        return true;
    }
    LEVADA_LET(Expr * expression, parse_tuple({}));
    output->parts.push_back({expression, {}});
    if (current().type != TokenType::variable_end) {
        return error("expected token 'end of print statement', got '" + describe(current()) + "'");
    }
    advance();
    return true;
}

Outcome<std::vector<Stmt*>> Parser::parse_statements(Words end_words, bool drop_end) {
    skip_op(":");
    LEVADA_DO(expect_block_end());
    LEVADA_LET(std::vector<Stmt*> body, parse_body(end_words));
    if (drop_end) {
        advance();
    }
    return body;
}

Outcome<Stmt*> Parser::parse_statement() {
    const Token& tag = current();
    if (tag.type != TokenType::name) {
        return error("tag name expected");
    }
    open_tags_.push_back(tag.text);
    auto statement = dispatch(tag);
    open_tags_.pop_back();
    return statement;
}

Outcome<Stmt*> Parser::dispatch(const Token& tag) {
    using Method = Outcome<Stmt*> (Parser::*)();
    struct Entry {
        std::string_view word;
        Method method;
        bool is_enabled;
    };
    const Entry entries[] = {
        {"set", &Parser::parse_set, true},
        {"for", &Parser::parse_for, true},
        {"if", &Parser::parse_if, true},
        {"macro", &Parser::parse_macro, true},
        {"call", &Parser::parse_call_block, true},
        {"filter", &Parser::parse_filter_block, true},
        {"with", &Parser::parse_with, true},
        {"block", &Parser::parse_block, true},
        {"autoescape", &Parser::parse_autoescape, true},
        {"print", &Parser::parse_print, true},
        {"extends", &Parser::parse_other_template, true},
        {"include", &Parser::parse_other_template, true},
        {"import", &Parser::parse_other_template, true},
        {"from", &Parser::parse_other_template, true},
        {"do", &Parser::parse_do, options_.tag_do},
        {"break", &Parser::parse_loop_control, options_.tag_loop_controls},
        {"continue", &Parser::parse_loop_control, options_.tag_loop_controls},
        {"materialization", &Parser::parse_materialization, options_.dbt_tags},
        {"docs", &Parser::parse_docs, options_.dbt_tags},
        {"test", &Parser::parse_test_macro, options_.dbt_tags},
    };
    for (const Entry& entry : entries) {
        if (entry.word == tag.text && entry.is_enabled) {
            return (this->*entry.method)();
        }
    }
    return unknown_tag(tag);
}

tl::unexpected<Fault> Parser::unknown_tag(const Token& tag) const {
    std::string message = "Encountered unknown tag '" + std::string(tag.text) + "'.";
    if (open_tags_.size() > 1) {
        message +=
            " The innermost block that needs to be closed is '" + std::string(open_tags_[open_tags_.size() - 2]) + "'.";
    }
    return error_at(tag, std::move(message));
}

Outcome<Stmt*> Parser::parse_set() {
    Stmt* node = make(StmtKind::assign, current());
    advance();
    TupleRules rules;
    rules.has_namespace = true;
    LEVADA_LET(node->target, parse_target(rules));
    if (skip_op("=")) {
        LEVADA_LET(node->value, parse_tuple({}));
        return node;
    }
    node->kind = StmtKind::assign_block;
    LEVADA_LET(node->value, parse_filter_chain(nullptr, false));
    LEVADA_LET(node->body, parse_statements({"endset"}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_for() {
    Stmt* node = make(StmtKind::loop, current());
    advance();
    LEVADA_LET(node->target, parse_target({}));
    if (!skip_name("in")) {
        return error("expected token 'in', got '" + describe(current()) + "'");
    }
    TupleRules rules;
    rules.has_conditional = false;
    LEVADA_LET(node->value, parse_tuple(rules));
    if (skip_name("if")) {
        LEVADA_LET(node->test, parse_expression());
    }
    node->is_recursive = skip_name("recursive");
    LEVADA_LET(node->body, parse_statements({"endfor", "else"}, false));
    const bool has_else = current().is_name("else");
    advance();
    if (has_else) {
        LEVADA_LET(node->otherwise, parse_statements({"endfor"}, true));
    }
    return node;
}

Outcome<Stmt*> Parser::parse_if() {
    Stmt* result = make(StmtKind::conditional, current());
    Stmt* node = result;
    advance();
    TupleRules rules;
    rules.has_conditional = false;
    for (;;) {
        LEVADA_LET(node->value, parse_tuple(rules));
        LEVADA_LET(node->body, parse_statements({"elif", "else", "endif"}, false));
        if (skip_name("elif")) {
            node = make(StmtKind::conditional, current());
            result->elifs.push_back(node);
            continue;
        }
        const bool has_else = current().is_name("else");
        advance();
        if (has_else) {
            LEVADA_LET(result->otherwise, parse_statements({"endif"}, true));
        }
        return result;
    }
}

Outcome<Stmt*> Parser::parse_with() {
    Stmt* node = make(StmtKind::with, current());
    advance();
    while (current().type != TokenType::block_end) {
        if (!node->bindings.empty()) {
            LEVADA_DO(expect_op(","));
        }
        LEVADA_LET(Expr * target, parse_target({}));
        LEVADA_DO(mark_target(target, NameUse::parameter));
        LEVADA_DO(expect_op("="));
        LEVADA_LET(Expr * value, parse_expression());
        node->bindings.emplace_back(target, value);
    }
    LEVADA_LET(node->body, parse_statements({"endwith"}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_autoescape() {
    Stmt* node = make(StmtKind::autoescape, current());
    advance();
    LEVADA_LET(node->value, parse_expression());
    LEVADA_LET(node->body, parse_statements({"endautoescape"}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_block() {
    const Token& start = current();
    Stmt* node = make(StmtKind::block, start);
    advance();
    LEVADA_LET(const std::string_view name, expect_name());
    node->name = Value::string(std::string(name));
    node->is_scoped = skip_name("scoped");
    const bool is_required = skip_name("required");
    node->is_required = is_required;
    if (current().is_op("-")) {
        return error("Block names in Jinja have to be valid Python identifiers and may not contain hyphens");
    }
    LEVADA_LET(node->body, parse_statements({"endblock"}, true));
    const auto is_blank = [](const OutputPart& part) { return part.expression == nullptr && strip(part.text).empty(); };
    for (const Stmt* part : node->body) {
        if (is_required &&
            (part->kind != StmtKind::output || !std::all_of(part->parts.begin(), part->parts.end(), is_blank))) {
            return error_at(start, "Required blocks can only contain comments or whitespace");
        }
    }
    skip_name(name);
    if (!program_.blocks.emplace(name, node).second) {
        return fail(Fault(FaultKind::template_assertion_error, "block '" + std::string(name) + "' defined twice")
                        .at(start.line, start.column));
    }
    return node;
}

/// extends, include, import, from: parsed, so that mistakes show; running one says that there are no other templates.
Outcome<Stmt*> Parser::parse_other_template() {
    const std::string_view word = current().text;
    Stmt* node = make(StmtKind::other_template, current());
    node->is_extends = word == "extends";
    advance();
    LEVADA_LET(node->value, parse_expression());
    if (word == "import" || word == "from") {
        return parse_import_target(node, word == "from");
    }
    if (word == "include" && current().is_name("ignore") && look().is_name("missing")) {
        advance();
        advance();
    }
    skip_context();
    return node;
}

bool Parser::skip_context() {
    const bool is_there = is_one_of(current(), {"with", "without"}) && look().is_name("context");
    if (is_there) {
        advance();
        advance();
    }
    return is_there;
}

Outcome<Stmt*> Parser::parse_import_target(Stmt* node, bool is_from) {
    if (!skip_name(is_from ? "import" : "as")) {
        return error("expected token '" + std::string(is_from ? "import" : "as") + "', got '" + describe(current()) +
                     "'");
    }
    for (bool is_first = true;; is_first = false) {
        if (!is_first) {
            LEVADA_DO(expect_op(","));
        }
        if (is_from && skip_context()) {
            return node;
        }
        LEVADA_LET(Expr * target, parse_name_target(NameUse::store));
        if (is_from && target->name().starts_with('_')) {
            return fail(
                Fault(FaultKind::template_assertion_error, "names starting with an underline can not be imported")
                    .at(target->line, target->column));
        }
        if (is_from && skip_name("as")) {
            LEVADA_LET(target, parse_name_target(NameUse::store));
        }
        node->parameters.push_back(target);
        if (skip_context() || !is_from || !current().is_op(",")) {
            return node;
        }
    }
}

Outcome<Stmt*> Parser::parse_call_block() {
    const Token& start = current();
    Stmt* node = make(StmtKind::call_block, start);
    advance();
    if (current().is_op("(")) {
        LEVADA_DO(parse_signature(node));
    }
    LEVADA_LET(node->value, parse_expression());
    if (node->value->kind != ExprKind::call) {
        return error_at(start, "expected call");
    }
    LEVADA_LET(node->body, parse_statements({"endcall"}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_filter_block() {
    Stmt* node = make(StmtKind::filter_block, current());
    advance();
    LEVADA_LET(node->value, parse_filter_chain(nullptr, true));
    LEVADA_LET(node->body, parse_statements({"endfilter"}, true));
    return node;
}

Outcome<Stmt*> Parser::parse_print() {
    Stmt* node = make(StmtKind::output, current());
    advance();
    while (current().type != TokenType::block_end) {
        if (!node->parts.empty()) {
            LEVADA_DO(expect_op(","));
        }
        LEVADA_LET(Expr * expression, parse_expression());
        node->parts.push_back({expression, {}});
    }
    return node;
}

Outcome<Stmt*> Parser::parse_do() {
    Stmt* node = make(StmtKind::evaluate, current());
    advance();
    LEVADA_LET(node->value, parse_tuple({}));
    return node;
}

Outcome<Stmt*> Parser::parse_loop_control() {
    Stmt* node = make(current().is_name("break") ? StmtKind::break_ : StmtKind::continue_, current());
    advance();
    return node;
}

}  // namespace levada::jinja
