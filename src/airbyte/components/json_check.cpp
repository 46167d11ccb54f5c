#include "json_check.h"

#include "python_text.h"

#include <vector>

#include <simdjson.h>

#include "levada/ports/http.h"

namespace levada::airbyte {
namespace {

/// Above this size the checker without a tape is used, so that memory stays bounded.
constexpr std::size_t kTapeTextBytesMax = std::size_t{64} << 20U;

/// The slow way: one pass over the text, no memory but one bit per level. Knows what only Python accepts.
class LenientChecker {
public:
    explicit LenientChecker(std::string_view text) : text_(text) {}

    bool run() {
        do {
            if (!value()) {
                return false;
            }
        } while (!after_value());
        return !is_broken_ && at_ == text_.size();
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool take(char c) {
        if (peek() != c) {
            return false;
        }
        ++at_;
        return true;
    }

    void blanks() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
            ++at_;
        }
    }

    bool word(std::string_view expected) {
        if (text_.substr(at_, expected.size()) != expected) {
            return false;
        }
        at_ += expected.size();
        return true;
    }

    std::size_t digits() {
        const std::size_t begin = at_;
        while (peek() >= '0' && peek() <= '9') {
            ++at_;
        }
        return at_ - begin;
    }

    bool number() {
        take('-');
        if (peek() == 'I') {
            return word("Infinity");
        }
        if (!take('0') && digits() == 0) {
            return false;
        }
        if (take('.') && digits() == 0) {
            return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-') {
                ++at_;
            }
            return digits() > 0;
        }
        return true;
    }

    bool escape() {
        constexpr std::string_view kSimple = "\"\\/bfnrt";
        const char kind = peek();
        ++at_;
        if (kind != 'u') {
            return kind != '\0' && kSimple.find(kind) != std::string_view::npos;
        }
        for (int i = 0; i < 4; ++i) {
            if (std::string_view("0123456789abcdefABCDEF").find(peek()) == std::string_view::npos || peek() == '\0') {
                return false;
            }
            ++at_;
        }
        return true;
    }

    bool string() {
        if (!take('"')) {
            return false;
        }
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '"') {
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20U || (c == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    bool key() {
        blanks();
        if (!string()) {
            return false;
        }
        blanks();
        return take(':');
    }

    bool open(bool is_object) {
        if (levels_.size() >= static_cast<std::size_t>(kJsonCheckDepthMax)) {
            return false;
        }
        ++at_;
        levels_.push_back(is_object);
        return true;
    }

    /// Reads one scalar, or goes into the first item of nested containers until a scalar or an empty container.
    bool value() {
        for (;;) {
            blanks();
            const char c = peek();
            if (c != '{' && c != '[') {
                return scalar(c);
            }
            if (!open(c == '{')) {
                return false;
            }
            blanks();
            if (peek() == (levels_.back() ? '}' : ']')) {
                return true;
            }
            if (levels_.back() && !key()) {
                return false;
            }
        }
    }

    bool scalar(char c) {
        switch (c) {
            case '"':
                return string();
            case 't':
                return word("true");
            case 'f':
                return word("false");
            case 'n':
                return word("null");
            case 'N':
                return word("NaN");
            case 'I':
                return word("Infinity");
            default:
                return number();
        }
    }

    /// Closes what ends here. False when another value follows, true at the end of the document or when it is broken.
    bool after_value() {
        for (;;) {
            blanks();
            if (levels_.empty()) {
                return true;
            }
            if (take(levels_.back() ? '}' : ']')) {
                levels_.pop_back();
                continue;
            }
            is_broken_ = !take(',') || (levels_.back() && !key());
            return is_broken_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<bool> levels_;
    bool is_broken_ = false;
};

bool is_strict_json(std::string_view text, std::size_t capacity) {
    static thread_local simdjson::dom::parser parser;
    const bool may_read_past = capacity >= text.size() + kHttpBodyPaddingBytes;
    simdjson::dom::element root;
    return parser.parse(text.data(), text.size(), !may_read_past).get(root) == simdjson::SUCCESS;
}

}  // namespace

bool is_json(std::string_view text, std::size_t capacity) {
    static_assert(kHttpBodyPaddingBytes >= simdjson::SIMDJSON_PADDING);
    if (text.size() <= kTapeTextBytesMax && is_strict_json(text, capacity)) {
        return true;
    }
    return is_utf8(text) && LenientChecker(text).run();
}

}  // namespace levada::airbyte
