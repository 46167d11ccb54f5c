#include "levada/jinja/python_regex.h"

#include "python_regex_node.h"
#include "string_literal.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

/// Letters that are the same without case though their small letters differ, each with the one that stands for all.
/// Source: CPython 3.11, re._casefix._EXTRA_CASES.
constexpr std::pair<char32_t, char32_t> kSameLetters[] = {
    {0x131, 0x69},    {0x17F, 0x73},    {0x3BC, 0xB5},   {0x3B9, 0x345},  {0x1FBE, 0x345}, {0x1FD3, 0x390},
    {0x1FE3, 0x3B0},  {0x3D0, 0x3B2},   {0x3F5, 0x3B5},  {0x3D1, 0x3B8},  {0x3F0, 0x3BA},  {0x3D6, 0x3C0},
    {0x3F1, 0x3C1},   {0x3C3, 0x3C2},   {0x3D5, 0x3C6},  {0x1C80, 0x432}, {0x1C81, 0x434}, {0x1C82, 0x43E},
    {0x1C83, 0x441},  {0x1C84, 0x442},  {0x1C85, 0x442}, {0x1C86, 0x44A}, {0x1C87, 0x463}, {0xA64B, 0x1C88},
    {0x1E9B, 0x1E61}, {0xFB06, 0xFB05},
};

char32_t folded(char32_t code) {
    std::string text;
    append_utf8(text, code);
    const std::string lower = to_lower_text(text);
    std::size_t at = 0;
    const char32_t small = decode_utf8(lower, at);
    const auto same = std::find_if(
        std::begin(kSameLetters), std::end(kSameLetters), [small](const auto& pair) { return pair.first == small; });
    return same != std::end(kSameLetters) ? same->second : small;
}

bool is_in_category(char32_t code, char category, bool is_ascii) {
    constexpr char32_t kAsciiEnd = 0x80;
    if (is_ascii && code >= kAsciiEnd) {
        return category == 'D' || category == 'W' || category == 'S';
    }
    switch (category) {
        case 'd':
            return has_property(code, UnicodeProperty::decimal);
        case 'D':
            return !has_property(code, UnicodeProperty::decimal);
        case 'w':
            return is_word(code);
        case 'W':
            return !is_word(code);
        case 's':
            return is_space(code);
        default:
            return !is_space(code);
    }
}

bool is_in_ranges(const RegexNode& node, char32_t code) {
    return std::any_of(node.ranges.begin(), node.ranges.end(), [&](const RegexRange& range) {
        return range.category != 0 ? is_in_category(code, range.category, node.is_ascii)
                                   : code >= range.first && code <= range.last;
    });
}

/// Tries one node after the other; what comes behind a node is passed on as a continuation.
class Matcher {
public:
    using Next = std::function<bool(std::size_t)>;

    Matcher(std::string_view text, std::size_t group_count) : text_(text), groups_(group_count + 1) {}

    /// What a match has to be besides: anything, not empty, or up to the end.
    enum class Wanted : std::uint8_t { any, advance, whole };

    std::optional<RegexMatch> match(const RegexNode& root, std::size_t from, Wanted wanted = Wanted::any) {
        std::fill(groups_.begin(), groups_.end(), std::nullopt);
        const bool is_found = run(root, from, [&](std::size_t end) {
            if ((wanted == Wanted::advance && end == from) || (wanted == Wanted::whole && end != text_.size())) {
                return false;
            }
            groups_[0] = {from, end};
            return true;
        });
        return is_found ? std::optional(RegexMatch{groups_}) : std::nullopt;
    }

    bool is_exhausted() const { return steps_ > Regex::kStepsMax || depth_exceeded_; }

private:
    static constexpr std::size_t kDepthMax = 4000;

    bool run(const RegexNode& node, std::size_t at, const Next& next) {
        if (++steps_ > Regex::kStepsMax || depth_ > kDepthMax) {
            depth_exceeded_ = depth_exceeded_ || depth_ > kDepthMax;
            return false;
        }
        ++depth_;
        const bool is_found = dispatch(node, at, next);
        --depth_;
        return is_found;
    }

    bool dispatch(const RegexNode& node, std::size_t at, const Next& next) {
        if (is_single(node)) {
            return at < text_.size() && matches_one(node, at) && next(after(at));
        }
        switch (node.kind) {
            case RegexNode::Kind::empty:
                return next(at);
            case RegexNode::Kind::sequence:
                return run_sequence(node, 0, at, next);
            case RegexNode::Kind::alternatives:
                return std::any_of(node.children.begin(), node.children.end(), [&](const auto& child) {
                    return run(*child, at, next);
                });
            case RegexNode::Kind::repeat:
                return is_single(*node.children[0]) ? run_simple_repeat(node, at, next)
                                                    : run_repeat(node, 0, at, at, next);
            case RegexNode::Kind::group:
                return run_group(node, at, next);
            case RegexNode::Kind::look:
                return looks(node, at) != node.is_negated && next(at);
            default:
                return dispatch_rest(node, at, next);
        }
    }

    bool dispatch_rest(const RegexNode& node, std::size_t at, const Next& next) {
        switch (node.kind) {
            case RegexNode::Kind::back_reference:
                return run_reference(node, at, next);
            case RegexNode::Kind::conditional:
                return run_conditional(node, at, next);
            case RegexNode::Kind::atomic:
                return run_atomic(node, at, next);
            default:
                return is_anchor(node, at) && next(at);
        }
    }

    static bool same_letter(char32_t a, char32_t b, const RegexNode& node) {
        constexpr char32_t kAsciiEnd = 0x80;
        const bool is_folded = node.ignores_case && (!node.is_ascii || (a < kAsciiEnd && b < kAsciiEnd));
        return a == b || (is_folded && folded(a) == folded(b));
    }

    std::size_t after(std::size_t at) const {
        decode_utf8(text_, at);
        return at;
    }

    static bool is_single(const RegexNode& node) {
        return node.kind == RegexNode::Kind::character || node.kind == RegexNode::Kind::any ||
               node.kind == RegexNode::Kind::set;
    }

    bool matches_one(const RegexNode& node, std::size_t at) const {
        const char32_t code = decode_utf8(text_, at);
        switch (node.kind) {
            case RegexNode::Kind::character:
                return same_letter(code, node.code, node);
            case RegexNode::Kind::any:
                return node.matches_newline || code != '\n';
            default:
                break;
        }
        bool is_inside = is_in_ranges(node, code);
        if (!is_inside && node.ignores_case && (!node.is_ascii || code < 0x80)) {
            std::string text;
            append_utf8(text, code);
            const std::string upper = to_upper(text);
            std::size_t end = 0;
            const char32_t capital = decode_utf8(upper, end);
            is_inside = is_in_ranges(node, folded(code)) || (end == upper.size() && is_in_ranges(node, capital));
        }
        return is_inside != node.is_negated;
    }

    bool run_sequence(const RegexNode& node, std::size_t index, std::size_t at, const Next& next) {
        if (index == node.children.size()) {
            return next(at);
        }
        return run(*node.children[index], at, [&, index](std::size_t end) {
            return run_sequence(node, index + 1, end, next);
        });
    }

    /// A repeated single character needs no recursion.
    bool run_simple_repeat(const RegexNode& node, std::size_t at, const Next& next) {
        const RegexNode& child = *node.children[0];
        std::vector<std::size_t> ends{at};
        const auto extend = [&] {
            const std::size_t end = ends.back();
            if (ends.size() > node.most || end >= text_.size() || !matches_one(child, end) ||
                ++steps_ > Regex::kStepsMax) {
                return false;
            }
            ends.push_back(after(end));
            return true;
        };
        if (node.is_lazy) {
            for (;;) {
                if (ends.size() > node.least && next(ends.back())) {
                    return true;
                }
                if (!extend()) {
                    return false;
                }
            }
        }
        while (extend()) {
        }
        for (std::size_t count = ends.size(); count-- > node.least;) {
            if (next(ends[count])) {
                return true;
            }
        }
        return false;
    }

    bool run_repeat(const RegexNode& node, std::size_t count, std::size_t at, std::size_t last, const Next& next) {
        const auto once_more = [&] {
            const bool made_progress = count == 0 || at != last || count < node.least;
            return count < node.most && made_progress && run(*node.children[0], at, [&, count, at](std::size_t end) {
                       return run_repeat(node, count + 1, end, at, next);
                   });
        };
        if (count < node.least) {
            return once_more();
        }
        return node.is_lazy ? next(at) || once_more() : once_more() || next(at);
    }

    bool run_group(const RegexNode& node, std::size_t at, const Next& next) {
        if (node.group == 0) {
            return run(*node.children[0], at, next);
        }
        const auto before = groups_[node.group];
        const bool is_found = run(*node.children[0], at, [&, at](std::size_t end) {
            const auto inner = groups_[node.group];
            groups_[node.group] = {at, end};
            if (next(end)) {
                return true;
            }
            groups_[node.group] = inner;
            return false;
        });
        if (!is_found) {
            groups_[node.group] = before;
        }
        return is_found;
    }

    bool looks(const RegexNode& node, std::size_t at) {
        const auto accept = [](std::size_t) { return true; };
        if (!node.is_behind) {
            return run(*node.children[0], at, accept);
        }
        for (std::size_t start = at;; start = previous_offset(text_, start)) {
            if (run(*node.children[0], start, [&](std::size_t end) { return end == at; })) {
                return true;
            }
            if (start == 0) {
                return false;
            }
        }
    }

    bool run_conditional(const RegexNode& node, std::size_t at, const Next& next) {
        if (groups_[node.group]) {
            return run(*node.children[0], at, next);
        }
        return node.children.size() > 1 ? run(*node.children[1], at, next) : next(at);
    }

    /// The first way through counts, whatever comes behind.
    bool run_atomic(const RegexNode& node, std::size_t at, const Next& next) {
        const auto before = groups_;
        std::size_t end = at;
        const bool is_found = run(*node.children[0], at, [&](std::size_t reached) {
            end = reached;
            return true;
        });
        if (is_found && next(end)) {
            return true;
        }
        groups_ = before;
        return false;
    }

    bool run_reference(const RegexNode& node, std::size_t at, const Next& next) {
        const auto& group = groups_[node.group];
        if (!group) {
            return false;
        }
        const auto [first, last] = *group;
        const std::string_view wanted = text_.substr(first, last - first);
        if (!node.ignores_case) {
            return text_.substr(at, wanted.size()) == wanted && next(at + wanted.size());
        }
        std::size_t end = at;
        for (std::size_t from = 0; from < wanted.size();) {
            const char32_t code = decode_utf8(wanted, from);
            if (end >= text_.size() || !same_letter(code, decode_utf8(text_, end), node)) {
                return false;
            }
        }
        return next(end);
    }

    bool is_word_at(std::size_t at, bool is_ascii) const {
        return at < text_.size() && is_in_category(decode_utf8(text_, at), 'w', is_ascii);
    }

    bool is_anchor(const RegexNode& node, std::size_t at) const {
        switch (node.kind) {
            case RegexNode::Kind::start:
                return at == 0 || (node.is_multi_line && text_[at - 1] == '\n');
            case RegexNode::Kind::end:
                return at == text_.size() || (at + 1 == text_.size() && text_[at] == '\n') ||
                       (node.is_multi_line && text_[at] == '\n');
            case RegexNode::Kind::text_start:
                return at == 0;
            case RegexNode::Kind::text_end:
                return at == text_.size();
            default:
                break;
        }
        if (text_.empty()) {
            return false;
        }
        const bool before = at > 0 && is_word_at(previous_offset(text_, at), node.is_ascii);
        return (before != is_word_at(at, node.is_ascii)) == (node.kind == RegexNode::Kind::word_boundary);
    }

    std::string_view text_;
    std::vector<std::optional<std::pair<std::size_t, std::size_t>>> groups_;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    bool depth_exceeded_ = false;
};

tl::unexpected<Fault> exhausted() {
    return fail(FaultKind::runtime_error, "the regular expression needs more steps than the limit");
}

}  // namespace

Outcome<Regex> Regex::compile(std::string_view pattern, std::uint32_t flags) {
    LEVADA_LET(ParsedRegex parsed, parse_regex(pattern, flags));
    Regex regex;
    regex.root_ = std::move(parsed.root);
    regex.group_count_ = parsed.group_count;
    regex.names_ = std::move(parsed.names);
    return regex;
}

Outcome<std::optional<RegexMatch>> Regex::match_at(std::string_view text, std::size_t from) const {
    Matcher matcher(text, group_count_);
    std::optional<RegexMatch> match = matcher.match(*root_, from);
    if (!match && matcher.is_exhausted()) {
        return exhausted();
    }
    return match;
}

Outcome<std::optional<RegexMatch>> Regex::match_whole(std::string_view text) const {
    Matcher matcher(text, group_count_);
    std::optional<RegexMatch> match = matcher.match(*root_, 0, Matcher::Wanted::whole);
    if (!match && matcher.is_exhausted()) {
        return exhausted();
    }
    return match;
}

Outcome<std::optional<RegexMatch>> Regex::search(std::string_view text, std::size_t from, bool must_advance) const {
    Matcher matcher(text, group_count_);
    for (std::size_t at = from;;) {
        if (std::optional<RegexMatch> match = matcher.match(
                *root_, at, must_advance && at == from ? Matcher::Wanted::advance : Matcher::Wanted::any)) {
            return match;
        }
        if (matcher.is_exhausted()) {
            return exhausted();
        }
        if (at >= text.size()) {
            return std::optional<RegexMatch>();
        }
        decode_utf8(text, at);
    }
}

Outcome<std::string> Regex::substitute(std::string_view text,
                                       std::string_view replacement,
                                       std::size_t count_max) const {
    std::string out;
    // A replacement that is wrong is refused also where nothing matches.
    RegexMatch none;
    none.groups.resize(group_count_ + 1);
    LEVADA_DO(append_replacement(out, replacement, text, none));
    out.clear();
    std::size_t from = 0;
    bool must_advance = false;
    for (std::size_t count = 0; count_max == 0 || count < count_max; ++count) {
        LEVADA_LET(const std::optional<RegexMatch> match, search(text, from, must_advance));
        if (!match) {
            break;
        }
        out += text.substr(from, match->start() - from);
        LEVADA_DO(append_replacement(out, replacement, text, *match));
        from = match->end();
        must_advance = match->start() == match->end();
    }
    out += text.substr(from);
    return out;
}

Outcome<std::size_t> Regex::replacement_group(std::string_view replacement, std::size_t& at) const {
    std::size_t group = 0;
    if (replacement[at] != 'g') {
        const std::size_t size = at + 1 < replacement.size() && is_ascii_digit(replacement[at + 1]) ? 2 : 1;
        std::from_chars(replacement.data() + at, replacement.data() + at + size, group);
        at += size;
    } else {
        const std::size_t end = replacement.find('>', at);
        if (replacement.substr(at + 1, 1) != "<" || end == std::string_view::npos) {
            return fail(Fault::named("error", "regular expression: missing group name"));
        }
        const std::string_view name = replacement.substr(at + 2, end - at - 2);
        at = end + 1;
        const auto named =
            std::find_if(names_.begin(), names_.end(), [&](const auto& known) { return known.first == name; });
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), group);
        if (named != names_.end()) {
            group = named->second;
        } else if (parsed.ptr != name.data() + name.size() || name.empty()) {
            return fail(FaultKind::index_error, "unknown group name '" + std::string(name) + "'");
        }
    }
    if (group > group_count_) {
        return fail(Fault::named("error", "regular expression: invalid group reference " + std::to_string(group)));
    }
    return group;
}

Outcome<void> Regex::append_replacement(std::string& out,
                                        std::string_view replacement,
                                        std::string_view text,
                                        const RegexMatch& match) const {
    for (std::size_t at = 0; at < replacement.size();) {
        if (replacement[at] != '\\' || at + 1 >= replacement.size()) {
            out += replacement[at++];
            continue;
        }
        ++at;
        const char c = replacement[at];
        if (c == 'g' || (c >= '1' && c <= '9')) {
            LEVADA_LET(const std::size_t group, replacement_group(replacement, at));
            if (const auto& range = match.groups[group]) {
                out += text.substr(range->first, range->second - range->first);
            }
            continue;
        }
        const bool is_letter = is_ascii_letter(c);
        if (is_letter && std::string_view("abfnrtv").find(c) == std::string_view::npos) {
            return fail(Fault::named("error", std::string("regular expression: bad escape \\") + c));
        }
        out += decode_escapes(replacement.substr(at - 1, 2)).value_or(std::string(1, c));
        ++at;
    }
    return {};
}

}  // namespace levada::jinja
