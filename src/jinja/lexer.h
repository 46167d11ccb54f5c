#pragma once

#include <cstdint>
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

/// `source` is normalized and outlives the tokens. The last token is `end`. Errors: template_syntax_error.
Outcome<std::vector<Token>> tokenize(std::string_view source, const EnvironmentOptions& options);
/// The same for a bare expression.
Outcome<std::vector<Token>> tokenize_expression(std::string_view source, const EnvironmentOptions& options);

}  // namespace levada::jinja
