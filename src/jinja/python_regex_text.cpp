#include "python_regex_text.h"

#include "try.h"
#include "unicode.h"

#include <charconv>
#include <cstdint>

namespace levada::jinja {

tl::unexpected<Fault> broken_regex(const std::string& message) {
    return fail(Fault::named("error", "regular expression: " + message));
}

bool RegexText::skip(std::string_view text) {
    if (pattern_.substr(at_, text.size()) != text) {
        return false;
    }
    at_ += text.size();
    return true;
}

char32_t RegexText::take() {
    return decode_utf8(pattern_, at_);
}

std::optional<std::string_view> RegexText::take_until(char sign) {
    const std::size_t end = pattern_.find(sign, at_);
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view taken = pattern_.substr(at_, end - at_);
    at_ = end + 1;
    return taken;
}

bool RegexText::read_repetition(std::size_t& least, std::size_t& most) {
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

bool RegexText::read_number(std::size_t& at, std::size_t& number) const {
    const char* end = pattern_.data() + pattern_.size();
    const auto parsed = std::from_chars(pattern_.data() + at, end, number);
    const bool is_number = parsed.ec == std::errc();
    at = is_number ? static_cast<std::size_t>(parsed.ptr - pattern_.data()) : at;
    return is_number;
}

/// What stands in braces and is no count is plain text.
bool RegexText::read_counts(std::size_t& least, std::size_t& most) {
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

Outcome<char32_t> RegexText::read_octal() {
    constexpr char32_t kOctalMax = 0377;
    char32_t code = 0;
    for (int i = 0; i < 3 && is_octal(); ++i, ++at_) {
        code = code * 8 + static_cast<char32_t>(peek() - '0');
    }
    return code > kOctalMax ? Outcome<char32_t>(broken_regex("octal escape value outside of range 0-0o377")) : code;
}

std::optional<char32_t> RegexText::read_hex(std::size_t digits) {
    std::uint32_t code = 0;
    const std::string_view text = pattern_.substr(at_ + 1, digits);
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), code, 16);
    if (text.size() != digits || parsed.ptr != text.data() + digits) {
        return std::nullopt;
    }
    at_ += digits + 1;
    return code;
}

Outcome<std::optional<char32_t>> RegexText::read_escaped_code() {
    constexpr std::string_view kNames = "ntrfva";
    constexpr std::string_view kCodes = "\n\t\r\f\v\a";
    const char c = peek();
    const std::size_t named = at_end() ? std::string_view::npos : kNames.find(c);
    if (named != std::string_view::npos) {
        ++at_;
        return std::optional(static_cast<char32_t>(kCodes[named]));
    }
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits != 0) {
        constexpr char32_t kCodeMax = 0x10FFFF;
        const std::optional<char32_t> code = read_hex(digits);
        return code && *code <= kCodeMax ? code : std::nullopt;
    }
    if (c == '0') {
        LEVADA_LET(const char32_t code, read_octal());
        return std::optional(code);
    }
    const auto byte = static_cast<unsigned char>(c);
    if (at_end() || (byte < 0x80 && is_word(byte) && c != '_')) {
        return std::optional<char32_t>();
    }
    return std::optional(take());
}

Outcome<RegexRange> RegexText::read_set_item() {
    if (!skip("\\")) {
        const char32_t code = take();
        return RegexRange{code, code, 0};
    }
    if (!at_end() && std::string_view("dDwWsS").find(peek()) != std::string_view::npos) {
        return RegexRange{0, 0, pattern_[at_++]};
    }
    if (skip("b")) {
        return RegexRange{'\b', '\b', 0};
    }
    std::optional<char32_t> code;
    if (is_octal()) {
        LEVADA_LET(code, read_octal());
    } else {
        LEVADA_LET(code, read_escaped_code());
    }
    if (!code) {
        return broken_regex("bad escape in a character set");
    }
    return RegexRange{*code, *code, 0};
}

}  // namespace levada::jinja
