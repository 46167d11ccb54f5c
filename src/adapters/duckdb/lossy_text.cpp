#include "lossy_text.h"

#include <cstdint>
#include <optional>

#include "levada/base/ascii.h"

namespace levada::duckdb {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

void append_utf8(std::string& out, std::uint32_t code) {
    const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        push(code);
    } else if (code < 0x800) {
        push(0xC0 | (code >> 6));
        push(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        push(0xE0 | (code >> 12));
        push(0x80 | ((code >> 6) & 0x3F));
        push(0x80 | (code & 0x3F));
    } else {
        push(0xF0 | (code >> 18));
        push(0x80 | ((code >> 12) & 0x3F));
        push(0x80 | ((code >> 6) & 0x3F));
        push(0x80 | (code & 0x3F));
    }
}

/// The four hexadecimal digits at `from`.
std::optional<std::uint32_t> hex4(std::string_view text, std::size_t from) {
    if (text.size() < from + 4) {
        return std::nullopt;
    }
    std::uint32_t value = 0;
    for (std::size_t i = from; i < from + 4; ++i) {
        const char c = text[i];
        const bool is_digit = is_ascii_digit(c);
        const char lower = static_cast<char>(c | 0x20);
        if (!is_digit && (lower < 'a' || lower > 'f')) {
            return std::nullopt;
        }
        value = value * 16 + static_cast<std::uint32_t>(is_digit ? c - '0' : lower - 'a' + 10);
    }
    return value;
}

bool is_high(std::uint32_t code) {
    return code >= 0xD800 && code < 0xDC00;
}
bool is_low(std::uint32_t code) {
    return code >= 0xDC00 && code < 0xE000;
}

/// Reads `uXXXX` at `at` (and a second half); gives the place after it, or 0 when it is broken.
std::size_t append_unicode(std::string_view text, std::size_t at, std::string& out) {
    const std::optional<std::uint32_t> first = hex4(text, at + 1);
    if (!first.has_value()) {
        return 0;
    }
    if (is_high(*first) && text.substr(at + 5, 2) == "\\u") {
        const std::optional<std::uint32_t> second = hex4(text, at + 7);
        if (second.has_value() && is_low(*second)) {
            append_utf8(out, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
            return at + 11;
        }
    }
    append_utf8(out, is_high(*first) || is_low(*first) ? kReplacement : *first);
    return at + 5;
}

}  // namespace

bool unescape_lossy(std::string_view quoted, std::string& out) {
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') {
        return false;
    }
    constexpr std::string_view kEscapes = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const std::string_view text = quoted.substr(1, quoted.size() - 2);
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] != '\\') {
            out.push_back(text[at++]);
            continue;
        }
        if (++at == text.size()) {
            return false;
        }
        if (text[at] == 'u') {
            at = append_unicode(text, at, out);
            if (at == 0) {
                return false;
            }
            continue;
        }
        const std::size_t which = kEscapes.find(text[at++]);
        if (which == std::string_view::npos) {
            return false;
        }
        out.push_back(kMeanings[which]);
    }
    return true;
}

}  // namespace levada::duckdb
