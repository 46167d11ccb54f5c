#pragma once

#include "python_regex_node.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace levada::jinja {

/// Python's re.error.
tl::unexpected<Fault> broken_regex(const std::string& message);

/// The text of a pattern and a place in it: what can be read there without knowing of groups and flags. Views the text;
/// a copy looks ahead. Source: CPython 3.11, re._parser.Tokenizer, _escape and _class_escape.
class RegexText {
public:
    static constexpr std::size_t kRepeatMax = std::numeric_limits<std::size_t>::max();

    explicit RegexText(std::string_view pattern) : pattern_(pattern) {}

    std::size_t place() const { return at_; }
    bool at_end() const { return at_ >= pattern_.size(); }

    /// The byte so far ahead; NUL behind the end.
    char peek(std::size_t ahead = 0) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }
    bool is_octal(std::size_t ahead = 0) const { return peek(ahead) >= '0' && peek(ahead) <= '7'; }
    /// Moves behind `text` if it is next.
    bool skip(std::string_view text);
    void skip_byte() { ++at_; }
    /// The next character.
    char32_t take();
    /// What stands before the next `sign`, and moves behind that; nothing: there is none.
    std::optional<std::string_view> take_until(char sign);

    /// Takes a repetition: * + ? {n} {n,} {,m} {n,m}; false when there is none. Sets only what it says.
    bool read_repetition(std::size_t& least, std::size_t& most);
    /// Three octal digits at most.
    Outcome<char32_t> read_octal();
    /// The code of the escape behind a backslash; nothing when it is no code (a category, for example).
    Outcome<std::optional<char32_t>> read_escaped_code();
    /// One end of a range, or a category, of a character set.
    Outcome<RegexRange> read_set_item();

private:
    bool read_number(std::size_t& at, std::size_t& number) const;
    bool read_counts(std::size_t& least, std::size_t& most);
    std::optional<char32_t> read_hex(std::size_t digits);

    std::string_view pattern_;
    std::size_t at_ = 0;
};

}  // namespace levada::jinja
