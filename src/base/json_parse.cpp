#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "levada/base/ascii.h"
#include "levada/base/json.h"
#include "levada/base/text.h"

namespace levada {

namespace {

/// A recursive-descent parser: simdjson cannot keep integers of any size nor tell the line of a value.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Json> parse_document() {
        skip_blanks();
        LEVADA_TRY(Json value, parse_value(0));
        skip_blanks();
        if (at_ != text_.size()) {
            return wrong("the end of the document");
        }
        return value;
    }

private:
    Error wrong(std::string_view wanted) const {
        std::string found = at_ < text_.size() ? "\"" + std::string(text_.substr(at_, 12)) + "\"" : "the end";
        return Error(ErrorCode::invalid_data,
                     "JSON: wanted " + std::string(wanted) + ", found " + found + " on line " + std::to_string(line_));
    }

    void skip_blanks() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\n') {
                ++line_;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return;
            }
            ++at_;
        }
    }

    bool take(char wanted) {
        if (at_ < text_.size() && text_[at_] == wanted) {
            ++at_;
            return true;
        }
        return false;
    }

    bool take(std::string_view word) {
        if (text_.substr(at_).starts_with(word)) {
            at_ += word.size();
            return true;
        }
        return false;
    }

    Result<Json> parse_value(int depth) {
        if (depth > kJsonDepthMax) {
            return wrong("at most " + std::to_string(kJsonDepthMax) + " levels");
        }
        const std::uint32_t line = line_;
        LEVADA_TRY(Json value, parse_by_first(depth));
        value.set_line(line);
        return value;
    }

    Result<Json> parse_by_first(int depth) {
        const char first = at_ < text_.size() ? text_[at_] : '\0';
        switch (first) {
            case '{':
                return parse_object(depth);
            case '[':
                return parse_array(depth);
            case '"':
                return parse_string_value();
            default:
                return parse_scalar();
        }
    }

    Result<Json> parse_string_value() {
        LEVADA_TRY(std::string text, parse_string());
        return Json(std::move(text));
    }

    /// The words, those that Python accepts beyond RFC 8259 among them, and numbers.
    Result<Json> parse_scalar() {
        if (take("true")) {
            return Json(true);
        }
        if (take("false")) {
            return Json(false);
        }
        if (take("null")) {
            return Json();
        }
        if (take("NaN")) {
            return Json(std::numeric_limits<double>::quiet_NaN());
        }
        if (take("Infinity")) {
            return Json(std::numeric_limits<double>::infinity());
        }
        if (take("-Infinity")) {
            return Json(-std::numeric_limits<double>::infinity());
        }
        return parse_number();
    }

    std::size_t skip_digits(std::size_t from) const {
        while (from < text_.size() && is_ascii_digit(text_[from])) {
            ++from;
        }
        return from;
    }

    /// The end of an exponent that begins at `from`, or `from` if none does; nothing if it has no digits.
    std::optional<std::size_t> skip_exponent(std::size_t from) const {
        if (from >= text_.size() || (text_[from] != 'e' && text_[from] != 'E')) {
            return from;
        }
        std::size_t digits = from + 1;
        if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) {
            ++digits;
        }
        const std::size_t end = skip_digits(digits);
        return end == digits ? std::nullopt : std::optional(end);
    }

    Result<Json> parse_number() {
        const std::size_t start = at_;
        std::size_t end = start + (start < text_.size() && text_[start] == '-' ? 1 : 0);
        const std::size_t digits = end;
        end = skip_digits(end);
        if (end == digits || (text_[digits] == '0' && end > digits + 1)) {
            return wrong("a value");
        }
        bool is_integer = true;
        if (end < text_.size() && text_[end] == '.') {
            const std::size_t fraction = end + 1;
            end = skip_digits(fraction);
            if (end == fraction) {
                return wrong("a number with digits after its point");
            }
            is_integer = false;
        }
        const std::optional<std::size_t> exponent_end = skip_exponent(end);
        if (!exponent_end) {
            at_ = end;
            return wrong("a number with digits in its exponent");
        }
        at_ = *exponent_end;
        return number_of(text_.substr(start, at_ - start), is_integer && at_ == end);
    }

    static Json number_of(std::string_view text, bool is_integer) {
        if (!is_integer) {
            return Json(parse_double(text).value_or(0.0));
        }
        if (const auto value = parse_int64(text)) {
            return Json(*value);
        }
        return Json(Json::BigInteger{std::string(text)});
    }

    Result<Json> parse_array(int depth) {
        ++at_;
        Json::Array items;
        skip_blanks();
        if (take(']')) {
            return Json(std::move(items));
        }
        while (true) {
            skip_blanks();
            LEVADA_TRY(Json item, parse_value(depth + 1));
            items.push_back(std::move(item));
            skip_blanks();
            if (take(']')) {
                return Json(std::move(items));
            }
            if (!take(',')) {
                return wrong("\",\" or \"]\"");
            }
        }
    }

    Result<Json> parse_object(int depth) {
        ++at_;
        Json object = Json::object();
        skip_blanks();
        if (take('}')) {
            return object;
        }
        while (true) {
            skip_blanks();
            LEVADA_CHECK(parse_member(object, depth));
            skip_blanks();
            if (take('}')) {
                return object;
            }
            if (!take(',')) {
                return wrong("\",\" or \"}\"");
            }
        }
    }

    Status parse_member(Json& object, int depth) {
        if (at_ >= text_.size() || text_[at_] != '"') {
            return wrong("a key in quotes");
        }
        LEVADA_TRY(const std::string key, parse_string());
        skip_blanks();
        if (!take(':')) {
            return wrong("\":\"");
        }
        skip_blanks();
        LEVADA_TRY(Json value, parse_value(depth + 1));
        object.set(key, std::move(value));
        return ok();
    }

    Result<std::string> parse_string() {
        ++at_;
        std::string out;
        while (at_ < text_.size()) {
            const std::size_t stop = std::min(text_.find_first_of("\"\\", at_), text_.size());
            out.append(text_.substr(at_, stop - at_));
            line_ += static_cast<std::uint32_t>(std::count(&text_[at_], text_.data() + stop, '\n'));
            at_ = stop;
            if (take('"')) {
                return out;
            }
            LEVADA_CHECK(parse_escape(out));
        }
        return wrong("the end of a string");
    }

    Status parse_escape(std::string& out) {
        if (at_ + 1 >= text_.size()) {
            at_ = text_.size();
            return wrong("an escape");
        }
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kBytes = "\"\\/\b\f\n\r\t";
        const std::size_t name = kNames.find(text_[at_ + 1]);
        if (name != std::string_view::npos) {
            out += kBytes[name];
            at_ += 2;
            return ok();
        }
        if (text_[at_ + 1] != 'u') {
            return wrong("an escape");
        }
        return parse_unicode(out);
    }

    Status parse_unicode(std::string& out) {
        LEVADA_TRY(std::uint32_t point, parse_hex4(at_ + 2));
        at_ += 6;
        if (point >= 0xD800 && point < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            LEVADA_TRY(const std::uint32_t low, parse_hex4(at_ + 2));
            if (low >= 0xDC00 && low < 0xE000) {
                point = 0x10000 + ((point - 0xD800) << 10U) + (low - 0xDC00);
                at_ += 6;
            }
        }
        append_utf8(out, point);
        return ok();
    }

    Result<std::uint32_t> parse_hex4(std::size_t from) const {
        std::uint32_t value = 0;
        if (from + 4 > text_.size()) {
            return wrong("four hexadecimal digits");
        }
        const char* end = text_.data() + from + 4;
        const auto read = std::from_chars(text_.data() + from, end, value, 16);
        if (read.ec != std::errc() || read.ptr != end) {
            return wrong("four hexadecimal digits");
        }
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
    return Parser(text).parse_document();
}

}  // namespace levada
