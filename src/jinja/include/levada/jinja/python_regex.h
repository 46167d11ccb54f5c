#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/jinja/fault.h"

namespace levada::jinja {

struct RegexNode;

/// What a match covers: group 0 is the whole match; a group that took no part has no range.
struct RegexMatch {
    std::vector<std::optional<std::pair<std::size_t, std::size_t>>> groups;
    std::size_t start() const { return groups[0].value_or(std::pair<std::size_t, std::size_t>()).first; }
    std::size_t end() const { return groups[0].value_or(std::pair<std::size_t, std::size_t>()).second; }
};

/// A regular expression with the syntax and the backtracking meaning of Python's re: groups (also named and without
/// capture), classes, \d \w \s \b, greedy and lazy repetition, alternatives, look-ahead and look-behind of fixed
/// length, back-references, conditionals, atomic groups, possessive repetition, flags (?i) (?s) (?m) (?x) (?a) (?u),
/// also for a group. Not there: \N{...}, refused. Source: CPython 3.11, re documentation. Limit: kStepsMax steps per
/// search, then runtime_error.
class Regex {
public:
    static constexpr std::size_t kStepsMax = 2'000'000;

    /// Errors: re.error (as FaultKind::other), unsupported.
    static Outcome<Regex> compile(std::string_view pattern, std::uint32_t flags = 0);
    static constexpr std::uint32_t kIgnoreCase = 2;
    static constexpr std::uint32_t kMultiLine = 8;
    static constexpr std::uint32_t kDotAll = 16;
    static constexpr std::uint32_t kVerbose = 64;
    static constexpr std::uint32_t kAscii = 256;

    /// The first match at or behind byte `from`; with `must_advance` it is not the empty one at `from`, as after an
    /// empty match. Errors: runtime_error (limit).
    Outcome<std::optional<RegexMatch>> search(std::string_view text,
                                              std::size_t from = 0,
                                              bool must_advance = false) const;
    /// A match that begins exactly at `from`.
    Outcome<std::optional<RegexMatch>> match_at(std::string_view text, std::size_t from) const;
    /// re.fullmatch.
    Outcome<std::optional<RegexMatch>> match_whole(std::string_view text) const;
    /// re.sub. Errors: re.error for a broken template.
    Outcome<std::string> substitute(std::string_view text,
                                    std::string_view replacement,
                                    std::size_t count_max = 0) const;

    std::size_t group_count() const { return group_count_; }
    const std::vector<std::pair<std::string, std::size_t>>& group_names() const { return names_; }

private:
    Regex() = default;
    Outcome<void> append_replacement(std::string& out,
                                     std::string_view replacement,
                                     std::string_view text,
                                     const RegexMatch& match) const;
    Outcome<std::size_t> replacement_group(std::string_view replacement, std::size_t& at) const;

    std::shared_ptr<const RegexNode> root_;
    std::size_t group_count_ = 0;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

}  // namespace levada::jinja
