#include "literal.h"

#include "complex.h"
#include "objects.h"
#include "ops.h"
#include "string_literal.h"
#include "unicode.h"

#include <algorithm>
#include <string>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

constexpr int kDepthMax = 90;

bool is_name_part(char c) {
    return is_ascii_digit(c) || c == '_' || is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

using Parsed = std::optional<Value>;

/// Parses one literal. Blank handling as in Python: newlines count as blanks only inside brackets.
class LiteralParser {
public:
    explicit LiteralParser(std::string_view text) : text_(text) {}

    Parsed run() {
        // literal_eval strips blanks and tabs in front. Empty lines are no problem either, but behind one a blank is
        // an indentation.
        bool is_new_line = false;
        while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) {
            is_new_line = text_[at_] == '\n' || text_[at_] == '\r';
            ++at_;
        }
        if (at_ > 0 && !is_new_line && text_.substr(0, at_).find_first_of("\n\r") != std::string_view::npos) {
            return std::nullopt;
        }
        Parsed value = parse_tuple_or_value('\0');
        if (!value || !skip_to_end()) {
            return std::nullopt;
        }
        return value;
    }

private:
    char peek(std::size_t offset = 0) const { return at_ + offset < text_.size() ? text_[at_ + offset] : '\0'; }

    void skip_blanks() {
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            const bool is_line_end = c == '\n' || c == '\r';
            if (c == '#' && depth_ > 0) {
                while (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
                    ++at_;
                }
            } else if (c == '\\' && peek(1) == '\n') {
                ++at_;
            } else if (c != ' ' && c != '\t' && c != '\f' && !(is_line_end && depth_ > 0)) {
                return;
            }
        }
    }

    /// Behind the value only blanks, newlines and comments may stand; a last line of nothing but blanks is an
    /// indentation.
    bool skip_to_end() {
        skip_blanks();
        const std::string_view rest = text_.substr(at_);
        const std::size_t last_line = rest.find_last_of("\n\r");
        if (last_line != std::string_view::npos && last_line + 1 < rest.size() &&
            rest.find_first_not_of(" \t", last_line + 1) == std::string_view::npos) {
            return false;
        }
        while (at_ < text_.size()) {
            if (text_[at_] == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == ' ' || text_[at_] == '\t') {
                ++at_;
            } else {
                return false;
            }
        }
        return true;
    }

    bool skip(char c) {
        skip_blanks();
        if (peek() != c || at_ >= text_.size()) {
            return false;
        }
        ++at_;
        return true;
    }

    bool is_at_end_or(char closing) {
        skip_blanks();
        return at_ >= text_.size() || peek() == '\n' || peek() == '\r' || peek() == '#' ||
               (closing != '\0' && peek() == closing);
    }

    /// A number with an imaginary one added or subtracted behind it is a complex number.
    Parsed parse_value() {
        Parsed value = parse_simple_value();
        if (!value || (!is_numeric(*value) || value->is(Kind::boolean))) {
            return value;
        }
        skip_blanks();
        const char sign = peek();
        if (sign != '+' && sign != '-') {
            return value;
        }
        ++at_;
        const Parsed imaginary = parse_unsigned_number();
        if (!imaginary || !is_complex(*imaginary)) {
            return std::nullopt;
        }
        Outcome<Value> sum = sign == '+' ? add(*value, *imaginary) : subtract(*value, *imaginary);
        return sum ? Parsed(std::move(*sum)) : std::nullopt;
    }

    /// A value, or a tuple when commas follow.
    Parsed parse_tuple_or_value(char closing) {
        Parsed first = parse_value();
        if (!first || !skip(',')) {
            return first;
        }
        std::vector<Value> items{std::move(*first)};
        while (!is_at_end_or(closing)) {
            Parsed next = parse_value();
            if (!next) {
                return std::nullopt;
            }
            items.push_back(std::move(*next));
            if (!skip(',')) {
                break;
            }
        }
        return Value::tuple(std::move(items));
    }

    Parsed parse_simple_value() {
        skip_blanks();
        const char c = peek();
        if (c == '-' || c == '+') {
            return parse_signed();
        }
        if (is_ascii_digit(c) || (c == '.' && is_ascii_digit(peek(1)))) {
            return parse_number();
        }
        if (text_.substr(at_, 3) == "...") {
            at_ += 3;
            return Value::object(Kind::ellipsis, new ListObject({}));
        }
        if (c == '[' || c == '(' || c == '{') {
            return parse_brackets(c);
        }
        if (is_name_part(c) || c == '"' || c == '\'') {
            return parse_word_or_text();
        }
        return std::nullopt;
    }

    Parsed parse_signed() {
        const bool is_negative = peek() == '-';
        ++at_;
        skip_blanks();
        // Only one sign, and only in front of a number: literal_eval refuses --1 and -True. Parentheses do not count.
        Parsed number = parse_unsigned_number();
        return number ? signed_number(std::move(*number), is_negative) : std::nullopt;
    }

    Parsed parse_unsigned_number() {
        skip_blanks();
        if (peek() == '(' && depth_ < kDepthMax) {
            ++at_;
            ++depth_;
            Parsed inner = parse_unsigned_number();
            const bool is_closed = inner && skip(')');
            --depth_;
            return is_closed ? std::move(inner) : std::nullopt;
        }
        const bool is_number = is_ascii_digit(peek()) || (peek() == '.' && is_ascii_digit(peek(1)));
        return is_number ? parse_number() : std::nullopt;
    }

    static Parsed signed_number(Value number, bool is_negative) {
        if (!is_negative) {
            return number;
        }
        Outcome<Value> negated = negate(number);
        return negated ? Parsed(std::move(*negated)) : std::nullopt;
    }
    std::size_t end_of_number() const {
        std::size_t end = at_;
        while (end < text_.size() &&
               (is_name_part(text_[end]) || text_[end] == '.' ||
                ((text_[end] == '+' || text_[end] == '-') && end > at_ && is_exponent(end - 1)))) {
            ++end;
        }
        return end;
    }

    bool is_exponent(std::size_t position) const {
        const bool is_hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        return !is_hexadecimal && (text_[position] == 'e' || text_[position] == 'E');
    }

    static std::optional<double> imaginary_part(std::string_view digits) {
        const bool is_number = digits.find_first_not_of("0123456789_.eE+-") == std::string_view::npos;
        return is_number ? parse_real(digits) : std::nullopt;
    }

    Parsed parse_number() {
        const std::string_view number = text_.substr(at_, end_of_number() - at_);
        at_ += number.size();
        if (number.back() == 'j' || number.back() == 'J') {
            const std::optional<double> part = imaginary_part(number.substr(0, number.size() - 1));
            return part ? Parsed(make_complex(0, *part)) : std::nullopt;
        }
        const bool is_based = number.size() > 1 && number[0] == '0' &&
                              std::string_view("xXoObB").find(number[1]) != std::string_view::npos;
        const bool is_real = !is_based && number.find_first_of(".eE") != std::string_view::npos;
        if (is_real) {
            // 1_000.5 is fine, 1._5 is not: parse_real checks the underscores; inf and nan are no literals.
            const std::optional<double> real = parse_real(number);
            return real && (is_ascii_digit(number[0]) || number[0] == '.') ? Parsed(Value::real(*real)) : std::nullopt;
        }
        return parse_integer(number, 0);
    }

    Parsed parse_word_or_text() {
        std::size_t end = at_;
        while (end < text_.size() && is_name_part(text_[end])) {
            ++end;
        }
        if (end < text_.size() && (text_[end] == '"' || text_[end] == '\'')) {
            return parse_texts();
        }
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end;
        if (word == "None") {
            return Value::none();
        }
        if (word == "True" || word == "False") {
            return Value::boolean(word == "True");
        }
        if (word == "set" && skip('(') && skip(')')) {
            return make_set({});
        }
        return std::nullopt;
    }

    /// One or more adjacent text or bytes literals.
    Parsed parse_texts() {
        std::string joined;
        std::optional<bool> is_bytes;
        for (;;) {
            bool part_is_bytes = false;
            if (!parse_text_part(joined, part_is_bytes) || is_bytes.value_or(part_is_bytes) != part_is_bytes) {
                return std::nullopt;
            }
            is_bytes = part_is_bytes;
            skip_blanks();
            std::size_t prefix_end = at_;
            while (prefix_end < text_.size() && is_name_part(text_[prefix_end]) && prefix_end - at_ < 3) {
                ++prefix_end;
            }
            if (prefix_end >= text_.size() || (text_[prefix_end] != '"' && text_[prefix_end] != '\'')) {
                break;
            }
        }
        return *is_bytes ? Value::bytes(std::move(joined)) : Value::string(std::move(joined));
    }

    bool parse_text_part(std::string& out, bool& is_bytes) {
        std::string prefix;
        while (is_name_part(peek())) {
            prefix += static_cast<char>(text_[at_++] | 0x20);
        }
        constexpr std::string_view kPrefixes[] = {"", "r", "u", "b", "br", "rb"};
        if (std::find(std::begin(kPrefixes), std::end(kPrefixes), prefix) == std::end(kPrefixes)) {
            return false;
        }
        is_bytes = prefix.find('b') != std::string::npos;
        const std::optional<std::string_view> body = take_body();
        if (!body || (is_bytes && !is_ascii(*body))) {
            return false;
        }
        if (prefix.find('r') != std::string::npos) {
            out += *body;
            return true;
        }
        const std::optional<std::string> decoded = is_bytes ? decode_bytes_escapes(*body) : decode_escapes(*body);
        if (decoded) {
            out += *decoded;
        }
        return decoded.has_value();
    }

    /// The characters between the quotes; moves behind the closing ones.
    std::optional<std::string_view> take_body() {
        const char quote = peek();
        const bool is_triple = peek(1) == quote && peek(2) == quote;
        const std::size_t start = at_ + (is_triple ? 3 : 1);
        const std::string closing(is_triple ? 3 : 1, quote);
        for (std::size_t end = start; end < text_.size(); ++end) {
            if (text_[end] == '\\') {
                ++end;
            } else if (text_[end] == '\n' && !is_triple) {
                return std::nullopt;
            } else if (text_.substr(end, closing.size()) == closing) {
                at_ = end + closing.size();
                return text_.substr(start, end - start);
            }
        }
        return std::nullopt;
    }

    Parsed parse_brackets(char opening) {
        if (depth_ >= kDepthMax) {
            return std::nullopt;
        }
        ++at_;
        ++depth_;
        Parsed value = opening == '[' ? parse_list() : opening == '(' ? parse_parentheses() : parse_braces();
        --depth_;
        return value;
    }

    Parsed parse_list() {
        std::vector<Value> items;
        while (!skip(']')) {
            if (!items.empty() && !skip(',')) {
                return std::nullopt;
            }
            if (!items.empty() && skip(']')) {
                break;
            }
            Parsed item = parse_value();
            if (!item) {
                return std::nullopt;
            }
            items.push_back(std::move(*item));
        }
        return Value::list(std::move(items));
    }

    Parsed parse_parentheses() {
        if (skip(')')) {
            return Value::tuple({});
        }
        Parsed value = parse_tuple_or_value(')');
        return value && skip(')') ? std::move(value) : std::nullopt;
    }

    Parsed parse_braces() {
        if (skip('}')) {
            return Value::empty_dict();
        }
        Parsed first = parse_value();
        if (!first) {
            return std::nullopt;
        }
        return skip(':') ? parse_dict(std::move(*first)) : parse_set(std::move(*first));
    }

    Parsed parse_dict(Value key) {
        Value dict = Value::empty_dict();
        for (;;) {
            Parsed value = parse_value();
            if (!value || !hash_of(key)) {
                return std::nullopt;
            }
            dict.as<DictObject>().set(std::move(key), std::move(*value));
            const bool has_comma = skip(',');
            if (skip('}')) {
                return dict;
            }
            Parsed next = has_comma ? parse_value() : std::nullopt;
            if (!next || !skip(':')) {
                return std::nullopt;
            }
            key = std::move(*next);
        }
    }

    Parsed parse_set(Value first) {
        std::vector<Value> items{std::move(first)};
        for (;;) {
            const bool has_comma = skip(',');
            if (skip('}')) {
                break;
            }
            Parsed next = has_comma ? parse_value() : std::nullopt;
            if (!next) {
                return std::nullopt;
            }
            items.push_back(std::move(*next));
        }
        const bool is_hashable =
            std::all_of(items.begin(), items.end(), [](const Value& item) { return hash_of(item).has_value(); });
        return is_hashable ? Parsed(make_set(items)) : std::nullopt;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

std::optional<Value> literal_eval(std::string_view text) {
    if (!may_be_literal(text) || text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return LiteralParser(text).run();
}

bool may_be_literal(std::string_view text) {
    // Letters: True, None, False, set(), and the prefixes of texts.
    constexpr std::string_view kStarts = "0123456789+-.\"'([{ \t\n\r\f\\TNFsrRbBuU";
    return !text.empty() && kStarts.find(text.front()) != std::string_view::npos;
}

}  // namespace levada::jinja
