#include "python_regex_node.h"
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
        parsed.group_count = group_count_;
        parsed.names = std::move(names_);
        return parsed;
    }

private:
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
        for (;;) {
            skip_verbose_blanks();
            if (at_end() || peek() == '|' || peek() == ')') {
                return node;
            }
            LEVADA_LET(Node atom, parse_atom(depth));
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
        if (atom->kind == RegexNode::Kind::empty) {
            return broken("nothing to repeat");
        }
        Node node = make(RegexNode::Kind::repeat);
        node->least = least;
        node->most = most;
        node->is_lazy = skip("?");
        if (!node->is_lazy && peek() == '+') {
            return fail(FaultKind::unsupported, "possessive repetition in a regular expression is not supported");
        }
        node->children.push_back(std::move(atom));
        if (peek() == '*' || peek() == '+' || peek() == '?') {
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
            case '*':
            case '+':
            case '?':
                return broken("nothing to repeat");
            default:
                return character(decode_utf8(pattern_, at_));
        }
    }

    Node character(char32_t code) const {
        Node node = make(RegexNode::Kind::character);
        node->code = code;
        node->ignores_case = has(Regex::kIgnoreCase);
        return node;
    }

    Outcome<Node> parse_group(int depth) {
        Node node = make(RegexNode::Kind::group);
        if (skip("?")) {
            if (skip("P<") || (peek() == '<' && !is_look_behind() && skip("<"))) {
                LEVADA_DO(read_group_name(*node));
            } else if (skip("P=")) {
                return parse_named_reference();
            } else if (skip("=") || skip("!") || skip("<=") || skip("<!")) {
                node->kind = RegexNode::Kind::look;
                node->is_negated = pattern_[at_ - 1] == '!';
                node->is_behind = pattern_[at_ - 2] == '<';
            } else if (skip("#")) {
                at_ = std::min(pattern_.find(')', at_), pattern_.size());
                node->kind = RegexNode::Kind::empty;
                return skip(")") ? Outcome<Node>(std::move(node)) : broken("missing ), unterminated comment");
            } else if (!skip(":")) {
                return parse_flags();
            }
        } else {
            node->group = ++group_count_;
        }
        const std::uint32_t flags_before = flags_;
        LEVADA_LET(Node body, parse_alternatives(depth + 1));
        flags_ = flags_before;
        node->children.push_back(std::move(body));
        if (!skip(")")) {
            return broken("missing ), unterminated subpattern");
        }
        return node;
    }

    bool is_look_behind() const {
        const char next = at_ + 1 < pattern_.size() ? pattern_[at_ + 1] : '\0';
        return next == '=' || next == '!';
    }

    Outcome<void> read_group_name(RegexNode& node) {
        const std::size_t end = pattern_.find('>', at_);
        if (end == std::string_view::npos || end == at_) {
            return broken("bad group name");
        }
        node.group = ++group_count_;
        names_.emplace_back(std::string(pattern_.substr(at_, end - at_)), node.group);
        at_ = end + 1;
        return {};
    }

    Outcome<Node> parse_named_reference() {
        const std::size_t end = std::min(pattern_.find(')', at_), pattern_.size());
        const std::string_view name = pattern_.substr(at_, end - at_);
        at_ = end;
        const auto found =
            std::find_if(names_.begin(), names_.end(), [&](const auto& known) { return known.first == name; });
        if (found == names_.end() || !skip(")")) {
            return broken("unknown group name '" + std::string(name) + "'");
        }
        Node node = make(RegexNode::Kind::back_reference);
        node->group = found->second;
        return node;
    }

    /// (?i) and its like, for the whole expression.
    Outcome<Node> parse_flags() {
        for (; !at_end() && peek() != ')'; ++at_) {
            switch (peek()) {
                case 'i':
                    flags_ |= Regex::kIgnoreCase;
                    break;
                case 's':
                    flags_ |= Regex::kDotAll;
                    break;
                case 'm':
                    flags_ |= Regex::kMultiLine;
                    break;
                case 'x':
                    flags_ |= Regex::kVerbose;
                    break;
                case 'u':
                case 'a':
                    break;
                default:
                    return fail(FaultKind::unsupported,
                                "'(?" + std::string(1, peek()) + "' in a regular expression is not supported");
            }
        }
        return skip(")") ? Outcome<Node>(make(RegexNode::Kind::empty)) : broken("missing -, : or )");
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
            ++at_;
            code = 0;
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
                return make(kind);
            }
        }
        if (c >= '1' && c <= '9') {
            Node node = make(RegexNode::Kind::back_reference);
            read_number(at_, node->group);
            return node->group <= group_count_ ? Outcome<Node>(std::move(node)) : broken("invalid group reference");
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
        node->ignores_case = has(Regex::kIgnoreCase);
        for (bool is_first = true; is_first || peek() != ']'; is_first = false) {
            if (at_end()) {
                return broken("unterminated character set");
            }
            LEVADA_LET(RegexRange range, parse_set_item());
            if (range.category == 0 && peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
                ++at_;
                LEVADA_LET(const RegexRange last, parse_set_item());
                if (last.category != 0 || last.first < range.first) {
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
        if (at_end() || !read_escaped_code(code)) {
            return broken("bad escape in a character set");
        }
        return RegexRange{code, code, 0};
    }

    std::string_view pattern_;
    std::uint32_t flags_;
    std::size_t at_ = 0;
    std::size_t group_count_ = 0;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

}  // namespace

Outcome<ParsedRegex> parse_regex(std::string_view pattern, std::uint32_t flags) {
    return RegexParser(pattern, flags).run();
}

}  // namespace levada::jinja
