#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/jinja/environment.h"
#include "levada/jinja/value.h"

namespace levada::jinja {

enum class TokenType : std::uint8_t {
    data,
    variable_begin,
    variable_end,
    block_begin,
    block_end,
    name,
    string,
    integer,
    real,
    op,
    broken,  ///< Text that is no token: no rule takes it.
    end,
};

struct Token {
    TokenType type = TokenType::end;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    std::string_view text;  ///< Name or operator, as it stands in the source.
    Value value;            ///< Data, string, integer, real.

    bool is_op(std::string_view sign) const { return type == TokenType::op && text == sign; }
    bool is_name(std::string_view word) const { return type == TokenType::name && text == word; }
};

/// Replaces \r\n and \r by \n and takes one newline off the end unless the options keep it.
std::string normalized_source(std::string_view text, const EnvironmentOptions& options);

/// The last token is `end`. Jinja2 reads tokens as its parser asks for them, so that an error of the parser may come
/// first: text that is no token gives `fault`, and `broken` as the last token but one.
struct Tokens {
    std::vector<Token> tokens;
    std::optional<Fault> fault;  ///< template_syntax_error, or the class of Python's for an escape.
};

/// `source` is normalized and outlives the tokens.
Tokens tokenize(std::string_view source, const EnvironmentOptions& options);
/// The same for a bare expression.
Tokens tokenize_expression(std::string_view source, const EnvironmentOptions& options);

}  // namespace levada::jinja
