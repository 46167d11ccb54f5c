#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/python_regex.h"

namespace levada::jinja {

/// One item of a character class.
struct RegexRange {
    char32_t first = 0;
    char32_t last = 0;
    char category = 0;  // d D w W s S, or 0 for a range.
};

/// A node of a compiled pattern.
struct RegexNode {
    enum class Kind : std::uint8_t {
        empty,
        character,
        any,
        set,
        sequence,
        alternatives,
        repeat,
        group,
        look,
        start,
        end,
        text_start,
        text_end,
        word_boundary,
        not_word_boundary,
        back_reference,
        conditional,  // children: if the group took part, and else
        atomic,       // no second try
    };
    Kind kind = Kind::empty;
    bool is_negated = false;  // set, look
    bool is_lazy = false;     // repeat
    bool is_behind = false;   // look
    bool is_repeat = false;   // atomic: a possessive repetition
    bool ignores_case = false;
    bool is_ascii = false;         // categories, boundaries and case know ASCII only
    bool is_multi_line = false;    // start, end
    bool matches_newline = false;  // any
    char32_t code = 0;             // character
    std::size_t group = 0;         // group (0: not capturing), back_reference, conditional
    std::size_t least = 0;         // repeat
    std::size_t most = 0;
    std::vector<RegexRange> ranges;
    std::vector<std::unique_ptr<RegexNode>> children;
};

struct ParsedRegex {
    std::unique_ptr<RegexNode> root;
    std::size_t group_count = 0;
    std::vector<std::pair<std::string, std::size_t>> names;
};

/// Errors: re.error, unsupported.
Outcome<ParsedRegex> parse_regex(std::string_view pattern, std::uint32_t flags);

}  // namespace levada::jinja
