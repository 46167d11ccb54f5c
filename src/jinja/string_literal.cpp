#include "string_literal.h"

#include "unicode.h"

#include <charconv>
#include <cstdint>

namespace levada::jinja {

namespace {

/// Reads exactly `count` hexadecimal digits.
std::optional<std::uint32_t> read_hex(std::string_view body, std::size_t& at, std::size_t count) {
    std::uint32_t code = 0;
    if (at + count > body.size()) {
        return std::nullopt;
    }
    const char* start = body.data() + at;
    const auto parsed = std::from_chars(start, start + count, code, 16);
    if (parsed.ptr != start + count) {
        return std::nullopt;
    }
    at += count;
    return code;
}

std::uint32_t read_octal(std::string_view body, std::size_t& at) {
    std::uint32_t code = 0;
    for (int i = 0; i < 3 && at < body.size() && body[at] >= '0' && body[at] <= '7'; ++i) {
        code = code * 8 + static_cast<std::uint32_t>(body[at++] - '0');
    }
    return code;
}

/// One escape whose letter stands at `at`; false when it is broken.
class EscapeReader {
public:
    EscapeReader(std::string_view body, bool is_text) : body_(body), is_text_(is_text) {}

    std::optional<std::string> run() {
        while (at_ < body_.size()) {
            if (body_[at_] != '\\') {
                out_ += body_[at_++];
                continue;
            }
            if (++at_ >= body_.size() || !read_escape()) {
                return std::nullopt;
            }
        }
        return std::move(out_);
    }

private:
    bool read_escape() {
        const char letter = body_[at_];
        constexpr std::string_view kLetters = "abfnrtv\\'\"";
        constexpr std::string_view kCodes = "\a\b\f\n\r\t\v\\'\"";
        const std::size_t simple = kLetters.find(letter);
        if (simple != std::string_view::npos) {
            out_ += kCodes[simple];
            ++at_;
            return true;
        }
        if (letter == '\n') {
            ++at_;
            return true;
        }
        if (letter >= '0' && letter <= '7') {
            append(read_octal(body_, at_));
            return true;
        }
        if (letter == 'x' || (is_text_ && (letter == 'u' || letter == 'U'))) {
            return read_code(letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
        }
        if (is_text_ && letter == 'N') {
            return false;
        }
        out_ += '\\';
        return true;
    }

    bool read_code(std::size_t digits) {
        ++at_;
        const std::optional<std::uint32_t> code = read_hex(body_, at_, digits);
        if (!code || *code > 0x10FFFF) {
            return false;
        }
        append(*code);
        return true;
    }

    void append(std::uint32_t code) {
        if (is_text_) {
            append_utf8(out_, code);
        } else {
            out_ += static_cast<char>(code);
        }
    }

    std::string_view body_;
    bool is_text_;
    std::size_t at_ = 0;
    std::string out_;
};

}  // namespace

std::optional<std::string> decode_escapes(std::string_view body) {
    return EscapeReader(body, true).run();
}

std::optional<std::string> decode_bytes_escapes(std::string_view body) {
    return EscapeReader(body, false).run();
}

}  // namespace levada::jinja
