#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "levada/base/civil_time.h"

namespace levada {

struct TimeCaptures;

/// A strptime format, compiled once. Source: CPython 3.11 Lib/_strptime.py in the C locale and time zone UTC, including
/// its regular expression's choices: fields match greedily and give back, letters match in either case, a run of white
/// space matches any run of white space.
/// Thread-safe after construction.
class TimePattern {
public:
    explicit TimePattern(std::string_view format);

    /// False when the format has an unknown directive, ends in a stray percent sign or names one field twice.
    bool is_usable() const { return is_usable_; }

    /// The time that the whole of `text` names; nothing where Python raises ValueError. Does not allocate.
    std::optional<CivilTime> parse(std::string_view text) const;

private:
    struct Element {
        enum class Kind : std::uint8_t { literal, space, field };
        Kind kind = Kind::literal;
        char what = 0;  // The letter of a literal (lower case) or of a directive.
    };

    void add_literal(char letter);
    void add_directive(char directive);
    bool match(std::size_t element, std::string_view text, std::size_t at, TimeCaptures& captures) const;
    bool match_space(std::size_t element, std::string_view text, std::size_t at, TimeCaptures& captures) const;

    std::vector<Element> elements_;
    bool is_usable_ = true;
};

}  // namespace levada
