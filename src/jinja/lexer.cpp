#include "lexer.h"

#include "objects.h"
#include "ops.h"
#include "string_literal.h"
#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <array>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

constexpr std::array<std::string_view, 26> kOperators = {
    "==", "!=", ">=", "<=", "//", "**", "+", "-", "/", "*", "%", "~", "[",
    "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",", ";",
};

enum class Tag : std::uint8_t { none, variable, block, comment, raw };

/// Where the next tag begins and what it is.
struct TagStart {
    Tag tag = Tag::none;
    std::size_t at = 0;      // Of the opening brace.
    std::size_t inside = 0;  // Behind the opening (and its sign).
    char sign = 0;
};

class Lexer {
public:
    Lexer(std::string_view source, const EnvironmentOptions& options) : source_(source), options_(options) {}

    Tokens run() { return finished(read_template()); }

    Tokens run_expression() { return finished(read_expression()); }

private:
    Tokens finished(Outcome<void> read) {
        Tokens result;
        if (!read) {
            result.fault = std::move(read.error());
            add(TokenType::broken, source_.size(), {});
        }
        add(TokenType::end, source_.size(), {});
        result.tokens = std::move(tokens_);
        return result;
    }

    Outcome<void> read_template() {
        while (at_ < source_.size()) {
            const TagStart start = find_tag(at_);
            if (start.tag == Tag::none) {
                add_data(source_.substr(at_), at_);
                at_ = source_.size();
                break;
            }
            add_stripped_data(start);
            at_ = start.inside;
            LEVADA_DO(read_tag(start));
        }
        return {};
    }

    Outcome<void> read_expression() {
        while (at_ < source_.size()) {
            LEVADA_DO(read_token());
        }
        return {};
    }

    // ---- places and errors
    void add(TokenType type, std::size_t offset, std::string_view text, Value value = Value()) {
        advance_to(offset);
        tokens_.push_back({type, line_, static_cast<std::uint32_t>(offset - line_start_ + 1), text, std::move(value)});
    }

    void advance_to(std::size_t offset) {
        while (counted_ < offset) {
            if (source_[counted_++] == '\n') {
                ++line_;
                line_start_ = counted_;
            }
        }
    }

    tl::unexpected<Fault> error(std::size_t offset, std::string message) {
        return error_at(offset, Fault(FaultKind::template_syntax_error, std::move(message)));
    }

    tl::unexpected<Fault> error_at(std::size_t offset, Fault fault) {
        advance_to(offset);
        const auto column = offset >= line_start_ ? static_cast<std::uint32_t>(offset - line_start_ + 1) : 1U;
        return fail(std::move(fault).at(line_, column));
    }

    char peek(std::size_t offset) const { return offset < source_.size() ? source_[offset] : '\0'; }

    std::size_t skip_blanks(std::size_t offset) const {
        while (offset < source_.size()) {
            std::size_t next = offset;
            if (!is_blank(source_[offset]) && !is_space(decode_utf8(source_, next))) {
                break;
            }
            offset = std::max(next, offset + 1);
        }
        return offset;
    }

    // ---- text between tags
    TagStart find_tag(std::size_t from) const {
        for (std::size_t at = source_.find('{', from); at != std::string_view::npos; at = source_.find('{', at + 1)) {
            TagStart start;
            start.at = at;
            start.inside = at + 2;
            switch (peek(at + 1)) {
                case '%':
                    start.tag = Tag::block;
                    break;
                case '{':
                    start.tag = Tag::variable;
                    break;
                case '#':
                    start.tag = Tag::comment;
                    break;
                default:
                    continue;
            }
            if (peek(start.inside) == '-' || peek(start.inside) == '+') {
                start.sign = source_[start.inside++];
            }
            if (start.tag == Tag::block) {
                recognize_raw(start);
            }
            return start;
        }
        return {};
    }

    /// Turns `{% raw %}` into one tag that ends behind its closing.
    void recognize_raw(TagStart& start) const {
        std::size_t at = skip_blanks(start.inside);
        if (source_.substr(at, 3) != "raw") {
            return;
        }
        at = skip_blanks(at + 3);
        if (source_.substr(at, 3) == "-%}") {
            start.tag = Tag::raw;
            start.inside = skip_blanks(at + 3);
        } else if (source_.substr(at, 2) == "%}") {
            start.tag = Tag::raw;
            start.inside = at + 2;
        }
    }

    std::string_view stripped(std::string_view text, char sign, Tag tag, std::size_t text_offset) const {
        if (sign == '-') {
            return strip_right(text);
        }
        if (sign == '+' || !options_.lstrip_blocks || tag == Tag::variable) {
            return text;
        }
        const std::size_t newline = text.rfind('\n');
        const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
        const bool is_line_start = line > 0 || text_offset == 0 || source_[text_offset - 1] == '\n';
        const std::string_view last = text.substr(line);
        const bool is_all_blank = std::all_of(last.begin(), last.end(), is_blank) && !last.empty();
        return is_line_start && is_all_blank ? text.substr(0, line) : text;
    }

    void add_data(std::string_view text, std::size_t offset) {
        if (!text.empty()) {
            add(TokenType::data, offset, text, Value::borrowed(text));
        }
    }

    void add_stripped_data(const TagStart& start) {
        const std::string_view text = source_.substr(at_, start.at - at_);
        add_data(stripped(text, start.sign, start.tag, at_), at_);
    }

    // ---- tags
    Outcome<void> read_tag(const TagStart& start) {
        switch (start.tag) {
            case Tag::comment:
                return skip_comment(start);
            case Tag::raw:
                return read_raw(start);
            case Tag::variable:
                add(TokenType::variable_begin, start.at, source_.substr(start.at, 2));
                return read_inside(Tag::variable);
            default:
                add(TokenType::block_begin, start.at, source_.substr(start.at, 2));
                return read_inside(Tag::block);
        }
    }

    /// `at` is the place of `closing`, with its sign before it; moves at_ behind it and what it strips.
    void close(std::size_t closing_end, char sign, bool may_trim) {
        at_ = closing_end;
        if (sign == '-') {
            at_ = skip_blanks(at_);
        } else if (sign != '+' && may_trim && options_.trim_blocks && peek(at_) == '\n') {
            ++at_;
        }
    }

    Outcome<void> skip_comment(const TagStart& start) {
        const std::size_t end = source_.find("#}", at_);
        if (end == std::string_view::npos && at_ == source_.size()) {
            return {};  // Jinja2 only misses the end when there is something behind the beginning.
        }
        if (end == std::string_view::npos) {
            return error(start.at, "Missing end of comment tag");
        }
        const char before = end > at_ ? source_[end - 1] : '\0';
        close(end + 2, before == '-' || before == '+' ? before : '\0', true);
        return {};
    }

    Outcome<void> read_raw(const TagStart& start) {
        for (std::size_t at = source_.find("{%", at_); at != std::string_view::npos; at = source_.find("{%", at + 1)) {
            std::size_t inside = at + 2;
            const char open_sign = peek(inside) == '-' || peek(inside) == '+' ? source_[inside++] : '\0';
            inside = skip_blanks(inside);
            if (source_.substr(inside, 6) != "endraw") {
                continue;
            }
            inside = skip_blanks(inside + 6);
            const char close_sign = peek(inside) == '-' || peek(inside) == '+' ? source_[inside++] : '\0';
            if (source_.substr(inside, 2) != "%}") {
                continue;
            }
            add_data(stripped(source_.substr(at_, at - at_), open_sign, Tag::raw, at_), at_);
            close(inside + 2, close_sign, true);
            return {};
        }
        if (at_ == source_.size()) {
            return {};
        }
        return error(start.at, "Missing end of raw directive");
    }

    /// Reads tokens until the end of the tag; an ending inside brackets belongs to the brackets.
    Outcome<void> read_inside(Tag tag) {
        const std::string_view closing = tag == Tag::variable ? "}}" : "%}";
        while (at_ < source_.size()) {
            if (open_brackets_.empty() && try_close(tag, closing)) {
                return {};
            }
            LEVADA_DO(read_token());
        }
        return {};
    }

    bool try_close(Tag tag, std::string_view closing) {
        std::size_t at = at_;
        char sign = '\0';
        if (peek(at) == '-' || (peek(at) == '+' && tag == Tag::block)) {
            sign = source_[at++];
        }
        if (source_.substr(at, 2) != closing) {
            return false;
        }
        add(tag == Tag::variable ? TokenType::variable_end : TokenType::block_end, at_, closing);
        close(at + 2, sign, tag == Tag::block);
        return true;
    }

    // ---- tokens of an expression
    Outcome<void> read_token() {
        const std::size_t after_blanks = skip_blanks(at_);
        if (after_blanks != at_) {
            at_ = after_blanks;
            return {};
        }
        const char c = source_[at_];
        if (is_ascii_digit(c)) {
            return read_number();
        }
        if (c == '"' || c == '\'') {
            return read_string(c);
        }
        std::size_t end = at_;
        while (end < source_.size()) {
            std::size_t next = end;
            if (!is_word(decode_utf8(source_, next))) {
                break;
            }
            end = next;
        }
        if (end > at_) {
            return read_name(end);
        }
        return read_operator();
    }

    Outcome<void> read_name(std::size_t end) {
        std::size_t first_end = at_;
        const char32_t first = decode_utf8(source_, first_end);
        if (first != '_' && !has_property(first, UnicodeProperty::alphabetic)) {
            return error(at_, "Invalid character in identifier");
        }
        add(TokenType::name, at_, source_.substr(at_, end - at_));
        at_ = end;
        return {};
    }

    /// End of digits with single underscores between them; `at` when there is none.
    std::size_t end_of_digits(std::size_t at) const {
        while (is_ascii_digit(peek(at)) ||
               (peek(at) == '_' && is_ascii_digit(peek(at + 1)) && at > 0 && is_ascii_digit(source_[at - 1]))) {
            ++at;
        }
        return at;
    }

    /// End of a float that starts at `at_`; `at_` when the number there is none.
    std::size_t end_of_real() const {
        if (at_ > 0 && source_[at_ - 1] == '.') {
            return at_;
        }
        std::size_t end = end_of_digits(at_);
        bool is_real = false;
        if (peek(end) == '.' && is_ascii_digit(peek(end + 1))) {
            end = end_of_digits(end + 1);
            is_real = true;
        }
        std::size_t exponent = end;
        if (peek(exponent) == 'e' || peek(exponent) == 'E') {
            ++exponent;
            exponent += peek(exponent) == '+' || peek(exponent) == '-' ? 1U : 0U;
            if (is_ascii_digit(peek(exponent))) {
                return end_of_digits(exponent);
            }
        }
        return is_real ? end : at_;
    }

    static std::string without_underscores(std::string_view text) {
        std::string out(text);
        out.erase(std::remove(out.begin(), out.end(), '_'), out.end());
        return out;
    }

    Outcome<void> read_number() {
        const std::size_t real_end = end_of_real();
        if (real_end > at_) {
            const std::string_view text = source_.substr(at_, real_end - at_);
            add(TokenType::real, at_, text, Value::real(parse_real(without_underscores(text)).value_or(0)));
            at_ = real_end;
            return {};
        }
        const std::size_t end = end_of_integer();
        const std::string_view text = source_.substr(at_, end - at_);
        add(TokenType::integer, at_, text, parse_integer(without_underscores(text), 0).value_or(Value::integer(0)));
        at_ = end;
        return {};
    }

    std::size_t end_of_based(std::string_view digits) const {
        std::size_t end = at_ + 2;
        for (;;) {
            const std::size_t digit = end + (peek(end) == '_' ? 1U : 0U);
            if (peek(digit) == '\0' || digits.find(peek(digit)) == std::string_view::npos) {
                return end == at_ + 2 ? at_ + 1 : end;
            }
            end = digit + 1;
        }
    }

    std::size_t end_of_integer() const {
        if (source_[at_] != '0') {
            return end_of_digits(at_);
        }
        switch (peek(at_ + 1)) {
            case 'x':
            case 'X':
                return end_of_based("0123456789abcdefABCDEF");
            case 'o':
            case 'O':
                return end_of_based("01234567");
            case 'b':
            case 'B':
                return end_of_based("01");
            default:
                break;
        }
        std::size_t end = at_ + 1;
        while (peek(end) == '0' || (peek(end) == '_' && peek(end + 1) == '0')) {
            ++end;
        }
        return end;
    }

    Outcome<void> read_string(char quote) {
        std::size_t end = at_ + 1;
        while (end < source_.size() && source_[end] != quote) {
            end += source_[end] == '\\' ? 2U : 1U;
        }
        if (end >= source_.size()) {
            return error(at_, std::string("unexpected char '") + quote + "': the text has no end");
        }
        const std::string_view body = source_.substr(at_ + 1, end - at_ - 1);
        std::optional<std::string> decoded = decode_escapes(body);
        if (!decoded) {
            return error_at(at_, Fault::syntax_because_of("UnicodeDecodeError", "a broken escape in a text"));
        }
        add(TokenType::string, at_, body, Value::string(std::move(*decoded)));
        at_ = end + 1;
        return {};
    }

    Outcome<void> read_operator() {
        const auto* found = std::find_if(kOperators.begin(), kOperators.end(), [&](std::string_view sign) {
            return source_.substr(at_, sign.size()) == sign;
        });
        if (found == kOperators.end()) {
            std::size_t end = at_;
            decode_utf8(source_, end);
            return error(at_, "unexpected char '" + std::string(source_.substr(at_, end - at_)) + "'");
        }
        LEVADA_DO(balance(*found));
        add(TokenType::op, at_, source_.substr(at_, found->size()));
        at_ += found->size();
        return {};
    }

    Outcome<void> balance(std::string_view sign) {
        constexpr std::string_view kOpening = "{([";
        constexpr std::string_view kClosing = "})]";
        if (sign.size() != 1) {
            return {};
        }
        const std::size_t opening = kOpening.find(sign);
        if (opening != std::string_view::npos) {
            open_brackets_ += kClosing[opening];
        } else if (kClosing.find(sign) != std::string_view::npos) {
            if (open_brackets_.empty()) {
                return error(at_, "unexpected '" + std::string(sign) + "'");
            }
            const char wanted = open_brackets_.back();
            open_brackets_.pop_back();
            if (wanted != sign[0]) {
                return error(at_, "unexpected '" + std::string(sign) + "', expected '" + wanted + "'");
            }
        }
        return {};
    }

    std::string_view source_;
    const EnvironmentOptions& options_;
    std::vector<Token> tokens_;
    std::string open_brackets_;  // The closing bracket that each open one waits for.
    std::size_t at_ = 0;
    std::size_t counted_ = 0;
    std::size_t line_start_ = 0;
    std::uint32_t line_ = 1;
};

}  // namespace

std::string normalized_source(std::string_view text, const EnvironmentOptions& options) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
            continue;
        }
        out += '\n';
        if (i + 1 < text.size() && text[i + 1] == '\n') {
            ++i;
        }
    }
    if (!options.keep_trailing_newline && !out.empty() && out.back() == '\n') {
        out.pop_back();
    }
    return out;
}

Tokens tokenize(std::string_view source, const EnvironmentOptions& options) {
    return Lexer(source, options).run();
}

Tokens tokenize_expression(std::string_view source, const EnvironmentOptions& options) {
    return Lexer(source, options).run_expression();
}

}  // namespace levada::jinja
