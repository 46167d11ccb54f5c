#pragma once

#include "ast.h"
#include "lexer.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "levada/jinja/environment.h"

namespace levada::jinja {

/// Turns tokens into the tree of a Program. One use per parser. Expressions are in parser_expressions.cpp, statements
/// in parser_statements.cpp.
class Parser {
public:
    Parser(Program& program, std::vector<Token> tokens);

    /// Fills the program's body. Errors: template_syntax_error, template_assertion_error.
    Outcome<void> parse_template();
    /// Fills the program's single expression. Errors: template_syntax_error.
    Outcome<void> parse_bare_expression();
    /// Index of the token that the parser has come to.
    std::size_t position() const { return at_; }

private:
    using Words = std::initializer_list<std::string_view>;

    // ---- tokens
    const Token& current() const { return tokens_[at_]; }
    const Token& look() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
    void advance();
    bool skip_op(std::string_view sign);
    bool skip_name(std::string_view word);
    Outcome<void> expect_op(std::string_view sign);
    Outcome<std::string_view> expect_name();
    Outcome<void> expect_block_end();
    tl::unexpected<Fault> error(std::string message) const;
    tl::unexpected<Fault> error_at(const Token& token, std::string message) const;
    tl::unexpected<Fault> unexpected_token() const;

    // ---- nodes
    Expr* make(ExprKind kind, const Token& token);
    Expr* make_binary(ExprKind kind, const Token& token, Expr* left, Expr* right);
    Stmt* make(StmtKind kind, const Token& token);
    static void raise(Expr* node, const Expr* child);
    static void raise_by_arguments(Expr* node);
    Outcome<Expr*> checked(Expr* node) const;
    Expr* constant(Value value, const Token& token);

    // ---- expressions
    struct TupleRules {
        bool is_simplified = false;
        bool has_conditional = true;
        bool has_parentheses = false;
        bool has_namespace = false;
    };
    Outcome<Expr*> parse_expression();
    Outcome<Expr*> parse_conditional();
    Outcome<Expr*> parse_either();
    Outcome<Expr*> parse_both();
    Outcome<Expr*> parse_not();
    Outcome<Expr*> parse_comparison();
    Outcome<bool> parse_comparison_operator(CompareOp& op);
    Outcome<Expr*> parse_sum();
    Outcome<Expr*> parse_concat();
    Outcome<Expr*> parse_product();
    Outcome<Expr*> parse_power();
    Outcome<Expr*> parse_unary(bool with_filter);
    Outcome<Expr*> parse_primary(bool with_namespace = false);
    Outcome<Expr*> parse_name(bool with_namespace);
    Outcome<Expr*> parse_tuple(const TupleRules& rules);
    /// Jinja2 has rules for words that end a tuple (in, recursive), which have no effect: `for a, in b` takes `in` for
    /// a name. Source: Jinja2 3.1.6, parser.is_tuple_end.
    bool is_tuple_end() const;
    Outcome<Expr*> parse_list();
    Outcome<Expr*> parse_dict();
    Outcome<Expr*> parse_postfix(Expr* node);
    Outcome<Expr*> parse_filters_and_tests(Expr* node);
    Outcome<Expr*> parse_subscript(Expr* node);
    Outcome<Expr*> parse_subscribed();
    Outcome<Expr*> parse_call(Expr* node);
    Outcome<std::unique_ptr<CallArguments>> parse_arguments();
    Outcome<void> parse_argument(CallArguments& arguments, const Token& opening);
    Outcome<Expr*> parse_filter(Expr* node);
    Outcome<Expr*> parse_filter_chain(Expr* node, bool start_inline);
    Outcome<Expr*> parse_test(Expr* node);
    Outcome<std::string> parse_dotted_name();
    bool starts_test_argument() const;

    // ---- targets
    Outcome<Expr*> parse_target(const TupleRules& rules);
    Outcome<Expr*> parse_name_target(NameUse use);
    Outcome<void> mark_target(Expr* target, NameUse use);

    // ---- statements
    Outcome<std::vector<Stmt*>> parse_body(Words end_words);
    Outcome<std::vector<Stmt*>> parse_statements(Words end_words, bool drop_end);
    Outcome<bool> parse_part(std::vector<Stmt*>& body, Words end_words);
    Outcome<Stmt*> parse_statement();
    Outcome<Stmt*> dispatch(const Token& tag);
    Outcome<Stmt*> parse_set();
    Outcome<Stmt*> parse_for();
    Outcome<Stmt*> parse_if();
    Outcome<Stmt*> parse_with();
    Outcome<Stmt*> parse_autoescape();
    Outcome<Stmt*> parse_block();
    Outcome<Stmt*> parse_other_template();
    Outcome<Stmt*> parse_import_target(Stmt* node, bool is_from);
    bool skip_context();
    Outcome<Stmt*> parse_macro();
    Outcome<Stmt*> parse_call_block();
    Outcome<Stmt*> parse_filter_block();
    Outcome<Stmt*> parse_print();
    Outcome<Stmt*> parse_do();
    Outcome<Stmt*> parse_loop_control();
    Outcome<Stmt*> parse_materialization();
    Outcome<Stmt*> parse_docs();
    Outcome<Stmt*> parse_test_macro();
    Outcome<void> parse_materialization_option(Stmt* node, std::string& adapter);
    Outcome<void> parse_signature(Stmt* node);
    Outcome<void> parse_type_name();
    Outcome<Stmt*> finish_macro(Stmt* node, std::string name, std::string_view end_word);
    tl::unexpected<Fault> unknown_tag(const Token& tag) const;

    /// Counts nesting for the length of one call.
    class Depth {
    public:
        explicit Depth(std::size_t& depth) : depth_(depth) { ++depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;
        ~Depth() { --depth_; }

    private:
        std::size_t& depth_;
    };
    Outcome<void> check_depth() const;

    Program& program_;
    const EnvironmentOptions& options_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::vector<std::string_view> open_tags_;
};

}  // namespace levada::jinja
