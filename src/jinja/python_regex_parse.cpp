#include "python_regex_text.h"
#include "python_regex_width.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <charconv>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

using Node = std::unique_ptr<RegexNode>;
constexpr int kDepthMax = 200;

Node make(RegexNode::Kind kind) {
    Node node = std::make_unique<RegexNode>();
    node->kind = kind;
    return node;
}

class RegexParser {
public:
    RegexParser(std::string_view pattern, std::uint32_t flags) : text_(pattern), flags_(flags) {}

    Outcome<ParsedRegex> run() {
        ParsedRegex parsed;
        LEVADA_LET(parsed.root, parse_alternatives(0));
        if (!text_.at_end()) {
            return broken_regex("unbalanced parenthesis");
        }
        if (highest_condition_ > group_count_) {
            return broken_regex("invalid group reference " + std::to_string(highest_condition_));
        }
        parsed.group_count = group_count_;
        parsed.names = std::move(names_);
        return parsed;
    }

private:
    static constexpr std::uint32_t kUnicode = 32;

    bool has(std::uint32_t flag) const { return (flags_ & flag) != 0; }
    void skip_verbose_blanks() {
        while (has(Regex::kVerbose) && !text_.at_end()) {
            if (text_.peek() == '#') {
                while (!text_.at_end() && text_.peek() != '\n') {
                    text_.skip_byte();
                }
            } else if (text_.peek() == ' ' || (text_.peek() >= '\t' && text_.peek() <= '\r')) {
                text_.skip_byte();
            } else {
                return;
            }
        }
    }

    Outcome<Node> parse_alternatives(int depth) {
        if (depth > kDepthMax) {
            return broken_regex("nested too deeply");
        }
        LEVADA_LET(Node first, parse_sequence(depth));
        if (text_.peek() != '|' || text_.at_end()) {
            return first;
        }
        Node node = make(RegexNode::Kind::alternatives);
        node->children.push_back(std::move(first));
        while (text_.skip("|")) {
            LEVADA_LET(Node next, parse_sequence(depth));
            node->children.push_back(std::move(next));
        }
        return node;
    }

    Outcome<Node> parse_sequence(int depth) {
        Node node = make(RegexNode::Kind::sequence);
        const std::size_t start = text_.place();
        for (;;) {
            skip_verbose_blanks();
            if (text_.at_end() || text_.peek() == '|' || text_.peek() == ')') {
                return node;
            }
            if (has_repetition_next()) {
                // Behind a comment: what stands in front of it is repeated.
                if (node->children.empty()) {
                    return broken_regex("nothing to repeat");
                }
                LEVADA_LET(node->children.back(), parse_repeats(std::move(node->children.back())));
                continue;
            }
            may_set_flags_ = depth == 0 && start == 0 && node->children.empty();
            LEVADA_LET(Node atom, parse_atom(depth));
            if (atom->kind == RegexNode::Kind::empty) {
                continue;
            }
            skip_verbose_blanks();
            LEVADA_LET(atom, parse_repeats(std::move(atom)));
            node->children.push_back(std::move(atom));
        }
    }

    bool has_repetition_next() const {
        RegexText ahead = text_;
        std::size_t ignored = 0;
        return ahead.read_repetition(ignored, ignored);
    }

    Outcome<Node> parse_repeats(Node atom) {
        std::size_t least = 0;
        std::size_t most = RegexText::kRepeatMax;
        if (!text_.read_repetition(least, most)) {
            return atom;
        }
        if (least > most) {
            return broken_regex("min repeat greater than max repeat");
        }
        if (atom->kind >= RegexNode::Kind::start && atom->kind <= RegexNode::Kind::not_word_boundary) {
            return broken_regex("nothing to repeat");
        }
        const bool is_repeated =
            atom->kind == RegexNode::Kind::repeat || (atom->kind == RegexNode::Kind::atomic && atom->is_repeat);
        if (is_repeated) {
            return broken_regex("multiple repeat");
        }
        Node node = make(RegexNode::Kind::repeat);
        node->least = least;
        node->most = most;
        node->is_lazy = text_.skip("?");
        const bool is_possessive = !node->is_lazy && text_.skip("+");
        node->children.push_back(std::move(atom));
        if (is_possessive) {
            Node atomic = make(RegexNode::Kind::atomic);
            atomic->is_repeat = true;
            atomic->children.push_back(std::move(node));
            node = std::move(atomic);
        }
        skip_verbose_blanks();
        if (has_repetition_next()) {
            return broken_regex("multiple repeat");
        }
        return node;
    }

    Outcome<Node> parse_atom(int depth) {
        const char c = text_.peek();
        switch (c) {
            case '(':
                text_.skip_byte();
                return parse_group(depth);
            case '[':
                text_.skip_byte();
                return parse_set();
            case '\\':
                text_.skip_byte();
                return parse_escape();
            case '.': {
                text_.skip_byte();
                Node node = make(RegexNode::Kind::any);
                node->matches_newline = has(Regex::kDotAll);
                return node;
            }
            case '^':
            case '$': {
                text_.skip_byte();
                Node node = make(c == '^' ? RegexNode::Kind::start : RegexNode::Kind::end);
                node->is_multi_line = has(Regex::kMultiLine);
                return node;
            }
            default:
                return character(text_.take());
        }
    }

    Node character(char32_t code) const {
        Node node = make(RegexNode::Kind::character);
        node->code = code;
        note_flags(*node);
        return node;
    }

    void note_flags(RegexNode& node) const {
        node.ignores_case = has(Regex::kIgnoreCase);
        node.is_ascii = has(Regex::kAscii);
    }

    Outcome<Node> parse_group(int depth) {
        const std::uint32_t flags_before = flags_;
        if (!text_.skip("?")) {
            Node node = make(RegexNode::Kind::group);
            LEVADA_DO(open_group(*node));
            return parse_body(std::move(node), depth);
        }
        const bool may_set_flags = may_set_flags_;
        Node node = make(RegexNode::Kind::group);
        if (text_.skip("P<")) {
            LEVADA_DO(read_group_name(*node));
            return parse_body(std::move(node), depth);
        }
        if (text_.skip("P=")) {
            return parse_named_reference();
        }
        const bool is_behind = text_.peek() == '<';
        const char sign = text_.peek(is_behind ? 1 : 0);
        if (text_.skip("=") || text_.skip("!") || text_.skip("<=") || text_.skip("<!")) {
            node->kind = RegexNode::Kind::look;
            node->is_negated = sign == '!';
            node->is_behind = is_behind;
            return parse_body(std::move(node), depth);
        }
        if (text_.skip("#")) {
            return text_.take_until(')') ? Outcome<Node>(make(RegexNode::Kind::empty))
                                         : broken_regex("missing ), unterminated comment");
        }
        if (text_.skip("(")) {
            return parse_conditional(depth);
        }
        if (text_.skip(">")) {
            node->kind = RegexNode::Kind::atomic;
            return parse_body(std::move(node), depth);
        }
        if (!text_.skip(":")) {
            LEVADA_LET(const bool is_scoped, parse_flags(may_set_flags));
            if (!is_scoped) {
                return make(RegexNode::Kind::empty);
            }
        }
        Outcome<Node> group = parse_body(std::move(node), depth);
        flags_ = flags_before;
        return group;
    }

    /// What stands in a group up to its bracket.
    Outcome<Node> parse_body(Node node, int depth) {
        LEVADA_LET(Node body, parse_alternatives(depth + 1));
        if (!text_.skip(")")) {
            return broken_regex("missing ), unterminated subpattern");
        }
        node->children.push_back(std::move(body));
        const RegexWidth width = width_of(*node->children.front(), group_widths_);
        if (node->kind == RegexNode::Kind::look && node->is_behind && width.least != width.most) {
            return broken_regex("look-behind requires fixed-width pattern");
        }
        if (node->kind == RegexNode::Kind::group && node->group != 0) {
            open_groups_.erase(std::find(open_groups_.begin(), open_groups_.end(), node->group));
            group_widths_[node->group] = width;
        }
        return node;
    }

    Outcome<void> open_group(RegexNode& node) {
        node.group = ++group_count_;
        open_groups_.push_back(node.group);
        group_widths_.resize(group_count_ + 1);
        return {};
    }

    /// (?(1)yes|no) and (?(name)yes|no).
    Outcome<Node> parse_conditional(int depth) {
        const std::optional<std::string_view> found = text_.take_until(')');
        if (!found) {
            return broken_regex("missing ), unterminated name");
        }
        const std::string_view name = *found;
        Node node = make(RegexNode::Kind::conditional);
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), node->group);
        const bool is_number = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
        if (!is_number) {
            LEVADA_LET(node->group, group_called(name));
        } else if (node->group == 0) {
            return broken_regex("bad group number");
        }
        highest_condition_ = std::max(highest_condition_, node->group);
        LEVADA_LET(Node yes, parse_sequence(depth + 1));
        node->children.push_back(std::move(yes));
        if (text_.skip("|")) {
            LEVADA_LET(Node no, parse_sequence(depth + 1));
            node->children.push_back(std::move(no));
        }
        if (text_.peek() == '|' && !text_.at_end()) {
            return broken_regex("conditional backref with more than two branches");
        }
        return text_.skip(")") ? Outcome<Node>(std::move(node)) : broken_regex("missing ), unterminated subpattern");
    }

    Outcome<std::size_t> group_called(std::string_view name) const {
        const auto found =
            std::find_if(names_.begin(), names_.end(), [&](const auto& known) { return known.first == name; });
        return found != names_.end() ? Outcome<std::size_t>(found->second)
                                     : broken_regex("unknown group name '" + std::string(name) + "'");
    }

    Outcome<void> read_group_name(RegexNode& node) {
        const std::optional<std::string_view> found = text_.take_until('>');
        if (!found || found->empty()) {
            return broken_regex("bad group name");
        }
        const std::string name(*found);
        bool is_name = name[0] < '0' || name[0] > '9';
        for (std::size_t at = 0; at < name.size();) {
            is_name = is_word(decode_utf8(name, at)) && is_name;
        }
        if (!is_name) {
            return broken_regex("bad character in group name '" + name + "'");
        }
        if (group_called(name)) {
            return broken_regex("redefinition of group name '" + name + "'");
        }
        LEVADA_DO(open_group(node));
        names_.emplace_back(name, node.group);
        return {};
    }

    Outcome<Node> parse_named_reference() {
        const std::optional<std::string_view> name = text_.take_until(')');
        if (!name) {
            return broken_regex("missing ), unterminated name");
        }
        LEVADA_LET(const std::size_t group, group_called(*name));
        return reference_to(group);
    }

    Outcome<Node> reference_to(std::size_t group) const {
        if (group > group_count_) {
            return broken_regex("invalid group reference " + std::to_string(group));
        }
        if (std::find(open_groups_.begin(), open_groups_.end(), group) != open_groups_.end()) {
            return broken_regex("cannot refer to an open group");
        }
        Node node = make(RegexNode::Kind::back_reference);
        node->group = group;
        note_flags(*node);
        return node;
    }

    /// The flags of letters up to the sign behind them.
    Outcome<std::uint32_t> read_flags(std::string_view ends, bool is_removal) {
        std::uint32_t read = 0;
        for (bool is_first = true; text_.at_end() || ends.find(text_.peek()) == std::string_view::npos || is_first;
             is_first = false, text_.skip_byte()) {
            constexpr std::string_view kLetters = "ismxau";
            constexpr std::uint32_t kFlags[] = {
                Regex::kIgnoreCase, Regex::kDotAll, Regex::kMultiLine, Regex::kVerbose, Regex::kAscii, kUnicode};
            const std::size_t letter = text_.at_end() ? std::string_view::npos : kLetters.find(text_.peek());
            if (letter == std::string_view::npos) {
                return broken_regex("unknown extension or flag");
            }
            const bool is_type = letter >= 4;
            if (is_type && (is_removal || (read & (Regex::kAscii | kUnicode)) != 0)) {
                return broken_regex("bad inline flags");
            }
            read |= kFlags[letter];
        }
        return read;
    }

    /// (?i), (?i:…) and (?i-s:…): true when a group follows.
    Outcome<bool> parse_flags(bool may_set_flags) {
        std::uint32_t added = 0;
        std::uint32_t removed = 0;
        if (text_.peek() != '-') {
            LEVADA_LET(added, read_flags("-:)", false));
        }
        if (text_.skip(")")) {
            flags_ |= added;
            return may_set_flags ? Outcome<bool>(false)
                                 : broken_regex("global flags not at the start of the expression");
        }
        if (text_.skip("-")) {
            LEVADA_LET(removed, read_flags(":", true));
        }
        if ((added & removed) != 0) {
            return broken_regex("bad inline flags: flag turned on and off");
        }
        if ((added & kUnicode) != 0) {
            removed |= Regex::kAscii;
        }
        flags_ = (flags_ | added) & ~removed;
        return text_.skip(":") ? Outcome<bool>(true) : broken_regex("missing :");
    }

    /// \\1 to \\99, or a character by three octal digits.
    Outcome<Node> parse_digits() {
        if (text_.is_octal(0) && text_.is_octal(1) && text_.is_octal(2)) {
            LEVADA_LET(const char32_t code, text_.read_octal());
            return character(code);
        }
        std::size_t group = 0;
        for (int i = 0; i < 2 && is_ascii_digit(text_.peek()); ++i, text_.skip_byte()) {
            group = group * 10 + static_cast<std::size_t>(text_.peek() - '0');
        }
        return reference_to(group);
    }

    Outcome<Node> parse_escape() {
        if (text_.at_end()) {
            return broken_regex("bad escape (end of pattern)");
        }
        const char c = text_.peek();
        if (std::string_view("dDwWsS").find(c) != std::string_view::npos) {
            text_.skip_byte();
            Node node = make(RegexNode::Kind::set);
            node->is_ascii = has(Regex::kAscii);
            node->ranges.push_back({0, 0, c});
            return node;
        }
        constexpr std::pair<char, RegexNode::Kind> kAnchors[] = {{'b', RegexNode::Kind::word_boundary},
                                                                 {'B', RegexNode::Kind::not_word_boundary},
                                                                 {'A', RegexNode::Kind::text_start},
                                                                 {'Z', RegexNode::Kind::text_end}};
        for (const auto& [letter, kind] : kAnchors) {
            if (c == letter) {
                text_.skip_byte();
                Node node = make(kind);
                note_flags(*node);
                return node;
            }
        }
        if (c == 'N') {
            return fail(FaultKind::unsupported, "\\N{…} in a regular expression is not supported");
        }
        if (c >= '1' && c <= '9') {
            return parse_digits();
        }
        LEVADA_LET(const std::optional<char32_t> code, text_.read_escaped_code());
        return code ? Outcome<Node>(character(*code)) : broken_regex(std::string("bad escape \\") + c);
    }

    Outcome<Node> parse_set() {
        Node node = make(RegexNode::Kind::set);
        node->is_negated = text_.skip("^");
        note_flags(*node);
        for (bool is_first = true; is_first || text_.peek() != ']'; is_first = false) {
            if (text_.at_end()) {
                return broken_regex("unterminated character set");
            }
            LEVADA_LET(RegexRange range, text_.read_set_item());
            if (text_.peek() == '-' && text_.peek(1) != ']') {
                text_.skip_byte();
                if (text_.at_end()) {
                    return broken_regex("unterminated character set");
                }
                LEVADA_LET(const RegexRange last, text_.read_set_item());
                if (range.category != 0 || last.category != 0 || last.first < range.first) {
                    return broken_regex("bad character range");
                }
                range.last = last.first;
            }
            node->ranges.push_back(range);
        }
        text_.skip_byte();
        return node;
    }

    RegexText text_;
    std::uint32_t flags_;
    std::size_t group_count_ = 0;
    std::size_t highest_condition_ = 0;
    bool may_set_flags_ = false;  // At the very start, where (?i) is for the whole expression.
    std::vector<std::size_t> open_groups_;
    std::vector<RegexWidth> group_widths_;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

}  // namespace

Outcome<ParsedRegex> parse_regex(std::string_view pattern, std::uint32_t flags) {
    return RegexParser(pattern, flags).run();
}

}  // namespace levada::jinja
