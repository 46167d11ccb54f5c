#include "json_tokens.h"

#include <cstddef>
#include <string_view>

#include "levada/base/ascii.h"

namespace levada::airbyte::tokens {
namespace {

bool is_hex_digit(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

const char* after_digits(const char* at, const char* end) {
    while (at < end && is_ascii_digit(*at)) {
        ++at;
    }
    return at;
}

const char* after_word(const char* at, const char* end, std::string_view word) {
    const std::string_view text(at, static_cast<std::size_t>(end - at));
    return text.starts_with(word) ? at + word.size() : nullptr;
}

/// At least one digit, else nullptr.
const char* after_some_digits(const char* at, const char* end) {
    const char* after = after_digits(at, end);
    return after == at ? nullptr : after;
}

const char* after_exponent(const char* at, const char* end) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) {
        ++at;
    }
    return after_some_digits(at, end);
}

const char* after_number(const char* at, const char* end) {
    if (at < end && *at == '-') {
        ++at;
        if (at < end && *at == 'I') {
            return after_word(at, end, "Infinity");
        }
    }
    at = at < end && *at == '0' ? at + 1 : after_some_digits(at, end);
    if (at != nullptr && at < end && *at == '.') {
        at = after_some_digits(at + 1, end);
    }
    if (at != nullptr && at < end && (*at == 'e' || *at == 'E')) {
        at = after_exponent(at, end);
    }
    return at;
}

/// `at` is behind the backslash.
const char* after_escape(const char* at, const char* end) {
    constexpr std::string_view kSimple = "\"\\/bfnrt";
    constexpr int kHexDigits = 4;
    if (at == end) {
        return nullptr;
    }
    const char kind = *at++;
    if (kind != 'u') {
        return kSimple.find(kind) != std::string_view::npos ? at : nullptr;
    }
    for (int i = 0; i < kHexDigits; ++i, ++at) {
        if (at == end || !is_hex_digit(*at)) {
            return nullptr;
        }
    }
    return at;
}

}  // namespace

const char* after_string(const char* at, const char* end) {
    constexpr unsigned char kControlMax = 0x1F;
    if (at == end || *at != '"') {
        return nullptr;
    }
    ++at;
    while (at != nullptr && at < end) {
        const char c = *at++;
        if (c == '"') {
            return at;
        }
        if (static_cast<unsigned char>(c) <= kControlMax) {
            return nullptr;
        }
        if (c == '\\') {
            at = after_escape(at, end);
        }
    }
    return nullptr;
}

const char* after_scalar(const char* at, const char* end) {
    switch (at < end ? *at : '\0') {
        case 't':
            return after_word(at, end, "true");
        case 'f':
            return after_word(at, end, "false");
        case 'n':
            return after_word(at, end, "null");
        case 'N':
            return after_word(at, end, "NaN");
        case 'I':
            return after_word(at, end, "Infinity");
        default:
            return after_number(at, end);
    }
}

}  // namespace levada::airbyte::tokens
