#include "python_regex_node.h"
#include "python_regex_width.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace levada::jinja {

namespace {

using Node = std::unique_ptr<RegexNode>;
constexpr std::size_t kRepeatMax = std::numeric_limits<std::size_t>::max();
constexpr int kDepthMax = 200;

tl::unexpected<Fault> broken(std::string message) {
    return fail(Fault::named("error", "regular expression: " + std::move(message)));
}

Node make(RegexNode::Kind kind) {
    Node node = std::make_unique<RegexNode>();
    node->kind = kind;
    return node;
}

class RegexParser {
public:
    RegexParser(std::string_view pattern, std::uint32_t flags) : pattern_(pattern), flags_(flags) {}

    Outcome<ParsedRegex> run() {
        ParsedRegex parsed;
        LEVADA_LET(parsed.root, parse_alternatives(0));
        if (at_ < pattern_.size()) {
            return broken("unbalanced parenthesis");
        }
        if (highest_condition_ > group_count_) {
            return broken("invalid group reference " + std::to_string(highest_condition_));
        }
        parsed.group_count = group_count_;
        parsed.names = std::move(names_);
        return parsed;
    }

private:
    static constexpr std::uint32_t kUnicode = 32;

    bool has(std::uint32_t flag) const { return (flags_ & flag) != 0; }
    char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }
    bool at_end() const { return at_ >= pattern_.size(); }
    bool skip(std::string_view text) {
        if (pattern_.substr(at_, text.size()) != text) {
            return false;
        }
        at_ += text.size();
        return true;
    }

    void skip_verbose_blanks() {
        while (has(Regex::kVerbose) && !at_end()) {
            if (peek() == '#') {
                at_ = std::min(pattern_.find('\n', at_), pattern_.size());
            } else if (peek() == ' ' || (peek() >= '\t' && peek() <= '\r')) {
                ++at_;
            } else {
                return;
            }
        }
    }

    Outcome<Node> parse_alternatives(int depth) {
        if (depth > kDepthMax) {
            return broken("nested too deeply");
        }
        LEVADA_LET(Node first, parse_sequence(depth));
        if (peek() != '|' || at_end()) {
            return first;
        }
        Node node = make(RegexNode::Kind::alternatives);
        node->children.push_back(std::move(first));
        while (skip("|")) {
            LEVADA_LET(Node next, parse_sequence(depth));
            node->children.push_back(std::move(next));
        }
        return node;
    }

    Outcome<Node> parse_sequence(int depth) {
        Node node = make(RegexNode::Kind::sequence);
        const std::size_t start = at_;
        for (;;) {
            skip_verbose_blanks();
            if (at_end() || peek() == '|' || peek() == ')') {
                return node;
            }
            const std::size_t sign = at_;
            std::size_t ignored = 0;
            if (read_repetition(ignored, ignored)) {
                at_ = sign;
                // Behind a comment: what stands in front of it is repeated.
                if (node->children.empty()) {
                    return broken("nothing to repeat");
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

    /// Takes a repetition sign; false when there is none.
    bool read_repetition(std::size_t& least, std::size_t& most) {
        if (skip("*")) {
            return true;
        }
        if (skip("+")) {
            least = 1;
            return true;
        }
        if (skip("?")) {
            most = 1;
            return true;
        }
        return peek() == '{' && read_counts(least, most);
    }

    Outcome<Node> parse_repeats(Node atom) {
        std::size_t least = 0;
        std::size_t most = kRepeatMax;
        if (!read_repetition(least, most)) {
            return atom;
        }
        if (least > most) {
            return broken("min repeat greater than max repeat");
        }
        if (atom->kind >= RegexNode::Kind::start && atom->kind <= RegexNode::Kind::not_word_boundary) {
            return broken("nothing to repeat");
        }
        const bool is_repeated =
            atom->kind == RegexNode::Kind::repeat || (atom->kind == RegexNode::Kind::atomic && atom->is_repeat);
        if (is_repeated) {
            return broken("multiple repeat");
        }
        Node node = make(RegexNode::Kind::repeat);
        node->least = least;
        node->most = most;
        node->is_lazy = skip("?");
        const bool is_possessive = !node->is_lazy && skip("+");
        node->children.push_back(std::move(atom));
        if (is_possessive) {
            Node atomic = make(RegexNode::Kind::atomic);
            atomic->is_repeat = true;
            atomic->children.push_back(std::move(node));
            node = std::move(atomic);
        }
        skip_verbose_blanks();
        const std::size_t before = at_;
        std::size_t ignored = 0;
        if (read_repetition(ignored, ignored)) {
            at_ = before;
            return broken("multiple repeat");
        }
        return node;
    }

    bool read_number(std::size_t& at, std::size_t& number) const {
        const char* end = pattern_.data() + pattern_.size();
        const auto parsed = std::from_chars(pattern_.data() + at, end, number);
        const bool is_number = parsed.ec == std::errc();
        at = is_number ? static_cast<std::size_t>(parsed.ptr - pattern_.data()) : at;
        return is_number;
    }

    /// {n}, {n,}, {,m}, {n,m}; anything else is plain text.
    bool read_counts(std::size_t& least, std::size_t& most) {
        std::size_t at = at_ + 1;
        std::size_t low = 0;
        std::size_t high = kRepeatMax;
        const bool has_low = read_number(at, low);
        if (at < pattern_.size() && pattern_[at] == ',') {
            ++at;
            read_number(at, high);
        } else if (has_low) {
            high = low;
        } else {
            return false;
        }
        if (at >= pattern_.size() || pattern_[at] != '}') {
            return false;
        }
        at_ = at + 1;
        least = low;
        most = high;
        return true;
    }

    Outcome<Node> parse_atom(int depth) {
        const char c = peek();
        switch (c) {
            case '(':
                ++at_;
                return parse_group(depth);
            case '[':
                ++at_;
                return parse_set();
            case '\\':
                ++at_;
                return parse_escape();
            case '.': {
                ++at_;
                Node node = make(RegexNode::Kind::any);
                node->matches_newline = has(Regex::kDotAll);
                return node;
            }
            case '^':
            case '$': {
                ++at_;
                Node node = make(c == '^' ? RegexNode::Kind::start : RegexNode::Kind::end);
                node->is_multi_line = has(Regex::kMultiLine);
                return node;
            }
            default:
                return character(decode_utf8(pattern_, at_));
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
        if (!skip("?")) {
            Node node = make(RegexNode::Kind::group);
            LEVADA_DO(open_group(*node));
            return parse_body(std::move(node), depth);
        }
        const bool may_set_flags = may_set_flags_;
        Node node = make(RegexNode::Kind::group);
        if (skip("P<")) {
            LEVADA_DO(read_group_name(*node));
            return parse_body(std::move(node), depth);
        }
        if (skip("P=")) {
            return parse_named_reference();
        }
        if (skip("=") || skip("!") || skip("<=") || skip("<!")) {
            node->kind = RegexNode::Kind::look;
            node->is_negated = pattern_[at_ - 1] == '!';
            node->is_behind = pattern_[at_ - 2] == '<';
            return parse_body(std::move(node), depth);
        }
        if (skip("#")) {
            at_ = std::min(pattern_.find(')', at_), pattern_.size());
            return skip(")") ? Outcome<Node>(make(RegexNode::Kind::empty)) : broken("missing ), unterminated comment");
        }
        if (skip("(")) {
            return parse_conditional(depth);
        }
        if (skip(">")) {
            node->kind = RegexNode::Kind::atomic;
            return parse_body(std::move(node), depth);
        }
        if (!skip(":")) {
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
        if (!skip(")")) {
            return broken("missing ), unterminated subpattern");
        }
        node->children.push_back(std::move(body));
        const RegexWidth width = width_of(*node->children.front(), group_widths_);
        if (node->kind == RegexNode::Kind::look && node->is_behind && width.least != width.most) {
            return broken("look-behind requires fixed-width pattern");
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
        const std::size_t end = pattern_.find(')', at_);
        if (end == std::string_view::npos) {
            return broken("missing ), unterminated name");
        }
        const std::string_view name = pattern_.substr(at_, end - at_);
        Node node = make(RegexNode::Kind::conditional);
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), node->group);
        const bool is_number = parsed.ec == std::errc() && parsed.ptr == name.data() + name.size();
        if (!is_number) {
            LEVADA_LET(node->group, group_called(name));
        } else if (node->group == 0) {
            return broken("bad group number");
        }
        at_ = end + 1;
        highest_condition_ = std::max(highest_condition_, node->group);
        LEVADA_LET(Node yes, parse_sequence(depth + 1));
        node->children.push_back(std::move(yes));
        if (skip("|")) {
            LEVADA_LET(Node no, parse_sequence(depth + 1));
            node->children.push_back(std::move(no));
        }
        if (peek() == '|' && !at_end()) {
            return broken("conditional backref with more than two branches");
        }
        return skip(")") ? Outcome<Node>(std::move(node)) : broken("missing ), unterminated subpattern");
    }

    Outcome<std::size_t> group_called(std::string_view name) const {
        const auto found =
            std::find_if(names_.begin(), names_.end(), [&](const auto& known) { return known.first == name; });
        return found != names_.end() ? Outcome<std::size_t>(found->second)
                                     : broken("unknown group name '" + std::string(name) + "'");
    }

    Outcome<void> read_group_name(RegexNode& node) {
        const std::size_t end = pattern_.find('>', at_);
        if (end == std::string_view::npos || end == at_) {
            return broken("bad group name");
        }
        const std::string name(pattern_.substr(at_, end - at_));
        bool is_name = name[0] < '0' || name[0] > '9';
        for (std::size_t at = 0; at < name.size();) {
            is_name = is_word(decode_utf8(name, at)) && is_name;
        }
        if (!is_name) {
            return broken("bad character in group name '" + name + "'");
        }
        if (group_called(name)) {
            return broken("redefinition of group name '" + name + "'");
        }
        LEVADA_DO(open_group(node));
        names_.emplace_back(name, node.group);
        at_ = end + 1;
        return {};
    }

    Outcome<Node> parse_named_reference() {
        const std::size_t end = std::min(pattern_.find(')', at_), pattern_.size());
        LEVADA_LET(const std::size_t group, group_called(pattern_.substr(at_, end - at_)));
        at_ = end;
        return skip(")") ? reference_to(group) : broken("missing ), unterminated name");
    }

    Outcome<Node> reference_to(std::size_t group) const {
        if (group > group_count_) {
            return broken("invalid group reference " + std::to_string(group));
        }
        if (std::find(open_groups_.begin(), open_groups_.end(), group) != open_groups_.end()) {
            return broken("cannot refer to an open group");
        }
        Node node = make(RegexNode::Kind::back_reference);
        node->group = group;
        note_flags(*node);
        return node;
    }

    /// The flags of letters up to the sign behind them.
    Outcome<std::uint32_t> read_flags(std::string_view ends, bool is_removal) {
        std::uint32_t read = 0;
        for (bool is_first = true; at_end() || ends.find(peek()) == std::string_view::npos || is_first;
             is_first = false, ++at_) {
            constexpr std::string_view kLetters = "ismxau";
            constexpr std::uint32_t kFlags[] = {
                Regex::kIgnoreCase, Regex::kDotAll, Regex::kMultiLine, Regex::kVerbose, Regex::kAscii, kUnicode};
            const std::size_t letter = at_end() ? std::string_view::npos : kLetters.find(peek());
            if (letter == std::string_view::npos) {
                return broken("unknown extension or flag");
            }
            const bool is_type = letter >= 4;
            if (is_type && (is_removal || (read & (Regex::kAscii | kUnicode)) != 0)) {
                return broken("bad inline flags");
            }
            read |= kFlags[letter];
        }
        return read;
    }

    /// (?i), (?i:…) and (?i-s:…): true when a group follows.
    Outcome<bool> parse_flags(bool may_set_flags) {
        std::uint32_t added = 0;
        std::uint32_t removed = 0;
        if (peek() != '-') {
            LEVADA_LET(added, read_flags("-:)", false));
        }
        if (skip(")")) {
            flags_ |= added;
            return may_set_flags ? Outcome<bool>(false) : broken("global flags not at the start of the expression");
        }
        if (skip("-")) {
            LEVADA_LET(removed, read_flags(":", true));
        }
        if ((added & removed) != 0) {
            return broken("bad inline flags: flag turned on and off");
        }
        if ((added & kUnicode) != 0) {
            removed |= Regex::kAscii;
        }
        flags_ = (flags_ | added) & ~removed;
        return skip(":") ? Outcome<bool>(true) : broken("missing :");
    }

    /// Up to `digits_max` octal digits from here on.
    char32_t octal(std::size_t digits_max) {
        char32_t code = 0;
        for (std::size_t i = 0; i < digits_max && peek() >= '0' && peek() <= '7'; ++i, ++at_) {
            code = code * 8 + static_cast<char32_t>(peek() - '0');
        }
        return code;
    }

    bool is_octal_at(std::size_t at) const {
        return at < pattern_.size() && pattern_[at] >= '0' && pattern_[at] <= '7';
    }

    /// \\1 to \\99, or a character by three octal digits.
    Outcome<Node> parse_digits() {
        if (is_octal_at(at_) && is_octal_at(at_ + 1) && is_octal_at(at_ + 2)) {
            const char32_t code = octal(3);
            constexpr char32_t kOctalMax = 0377;
            return code > kOctalMax ? Outcome<Node>(broken("octal escape value outside of range 0-0o377"))
                                    : character(code);
        }
        std::size_t group = 0;
        for (int i = 0; i < 2 && peek() >= '0' && peek() <= '9'; ++i, ++at_) {
            group = group * 10 + static_cast<std::size_t>(peek() - '0');
        }
        return reference_to(group);
    }

    /// Reads the escape behind a backslash as one code point; false when it is none (a category, for example).
    bool read_escaped_code(char32_t& code) {
        constexpr std::string_view kNames = "ntrfva";
        constexpr std::string_view kCodes = "\n\t\r\f\v\a";
        const std::size_t named = kNames.find(peek());
        if (named != std::string_view::npos) {
            code = static_cast<char32_t>(kCodes[named]);
            ++at_;
            return true;
        }
        const std::size_t digits = peek() == 'x' ? 2 : peek() == 'u' ? 4 : peek() == 'U' ? 8 : 0;
        if (digits != 0) {
            std::uint32_t value = 0;
            const std::string_view text = pattern_.substr(at_ + 1, digits);
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value, 16);
            if (text.size() != digits || parsed.ptr != text.data() + digits) {
                return false;
            }
            at_ += digits + 1;
            code = value;
            return true;
        }
        if (peek() == '0') {
            code = octal(3);
            return true;
        }
        const bool is_letter_or_digit =
            static_cast<unsigned char>(peek()) < 0x80 && is_word(static_cast<unsigned char>(peek())) && peek() != '_';
        if (is_letter_or_digit) {
            return false;
        }
        code = decode_utf8(pattern_, at_);
        return true;
    }

    Outcome<Node> parse_escape() {
        if (at_end()) {
            return broken("bad escape (end of pattern)");
        }
        const char c = peek();
        if (std::string_view("dDwWsS").find(c) != std::string_view::npos) {
            ++at_;
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
                ++at_;
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
        char32_t code = 0;
        if (!read_escaped_code(code)) {
            return broken(std::string("bad escape \\") + c);
        }
        return character(code);
    }

    Outcome<Node> parse_set() {
        Node node = make(RegexNode::Kind::set);
        node->is_negated = skip("^");
        note_flags(*node);
        for (bool is_first = true; is_first || peek() != ']'; is_first = false) {
            if (at_end()) {
                return broken("unterminated character set");
            }
            LEVADA_LET(RegexRange range, parse_set_item());
            if (peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
                ++at_;
                LEVADA_LET(const RegexRange last, parse_set_item());
                if (range.category != 0 || last.category != 0 || last.first < range.first) {
                    return broken("bad character range");
                }
                range.last = last.first;
            }
            node->ranges.push_back(range);
        }
        ++at_;
        return node;
    }

    Outcome<RegexRange> parse_set_item() {
        if (!skip("\\")) {
            const char32_t code = decode_utf8(pattern_, at_);
            return RegexRange{code, code, 0};
        }
        if (std::string_view("dDwWsS").find(peek()) != std::string_view::npos && !at_end()) {
            return RegexRange{0, 0, pattern_[at_++]};
        }
        if (skip("b")) {
            return RegexRange{'\b', '\b', 0};
        }
        char32_t code = 0;
        if (is_octal_at(at_)) {
            code = octal(3);
        } else if (at_end() || !read_escaped_code(code)) {
            return broken("bad escape in a character set");
        }
        return RegexRange{code, code, 0};
    }

    std::string_view pattern_;
    std::uint32_t flags_;
    std::size_t at_ = 0;
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
