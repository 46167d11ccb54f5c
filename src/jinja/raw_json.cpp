#include "raw_json.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "big_integer.h"
#include "objects.h"
#include "unicode.h"

namespace levada::jinja {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Position of the first quote or backslash at or behind `at`.
std::size_t find_quote_or_escape(std::string_view json, std::size_t at) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i escape = _mm_set1_epi8('\\');
    while (at + 16 <= json.size()) {
        __m128i block;
        std::memcpy(&block, json.data() + at, sizeof(block));
        const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, escape));
        const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
        if (mask != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(mask));
        }
        at += 16;
    }
#endif
    while (at < json.size() && json[at] != '"' && json[at] != '\\') {
        ++at;
    }
    return at;
}

/// Position of the first quote, brace or bracket at or behind `at`.
std::size_t find_structure(std::string_view json, std::size_t at) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i opening = _mm_set1_epi8('{');
    const __m128i closing = _mm_set1_epi8('}');
    const __m128i fold = _mm_set1_epi8(0x20);  // Makes [ and ] look like { and }.
    while (at + 16 <= json.size()) {
        __m128i block;
        std::memcpy(&block, json.data() + at, sizeof(block));
        const __m128i folded = _mm_or_si128(block, fold);
        const __m128i braces = _mm_or_si128(_mm_cmpeq_epi8(folded, opening), _mm_cmpeq_epi8(folded, closing));
        const __m128i hits = _mm_or_si128(braces, _mm_cmpeq_epi8(block, quote));
        const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
        if (mask != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(mask));
        }
        at += 16;
    }
#endif
    while (at < json.size() && std::strchr("\"{}[]", json[at]) == nullptr) {
        ++at;
    }
    return at;
}

/// `at` is behind the opening quote; gives the position of the closing one, or the end of the text.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (;;) {
        at = find_quote_or_escape(json, at);
        if (at >= json.size() || json[at] == '"') {
            return at;
        }
        at += 2;
        if (at >= json.size()) {
            return json.size();
        }
    }
}

std::size_t end_of_container(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        at = find_structure(json, at);
        if (at >= json.size()) {
            break;
        }
        const char c = json[at++];
        if (c == '"') {
            at = end_of_string(json, at) + 1;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (--depth == 0) {
            return at;
        }
    }
    return json.size();
}

std::size_t end_of_scalar(std::string_view json, std::size_t at) {
    while (at < json.size() && json[at] != ',' && json[at] != '}' && json[at] != ']' && !is_blank(json[at])) {
        ++at;
    }
    return at;
}

std::size_t end_of_value(std::string_view json, std::size_t at) {
    switch (json[at]) {
        case '"':
            return std::min(end_of_string(json, at + 1) + 1, json.size());
        case '{':
        case '[':
            return end_of_container(json, at);
        default:
            return end_of_scalar(json, at);
    }
}

bool key_matches(std::string_view raw_key, std::string_view key) {
    if (!raw_key.empty() && !key.empty() && raw_key.front() != key.front() && raw_key.front() != '\\') {
        return false;
    }
    std::size_t at = 0;
    while (at < raw_key.size() && at < key.size() && raw_key[at] == key[at] && raw_key[at] != '\\') {
        ++at;
    }
    if (at == raw_key.size() || raw_key[at] != '\\') {
        return at == raw_key.size() && at == key.size();
    }
    std::string decoded;
    append_unescaped(decoded, raw_key);
    return decoded == key;
}

/// `json` at `at`, behind a quote, is `key` and a quote.
bool is_key_at(std::string_view json, std::size_t at, std::string_view key) {
    return json.size() - at > key.size() && json.compare(at, key.size(), key) == 0 && json[at + key.size()] == '"';
}

/// False when `json` has neither `key` in quotes nor an escape, which could spell it otherwise.
bool may_hold_key_slowly(std::string_view json, std::size_t at, std::string_view key) {
    for (; at < json.size(); ++at) {
        if (json[at] == '\\' || (json[at] == '"' && is_key_at(json, at + 1, key))) {
            return true;
        }
    }
    return false;
}

#if defined(__SSE2__)
/// The bytes of a block that are an escape, or a quote with the key's first byte and, where the key ends, a quote
/// behind.
__m128i hits_of(const char* at, char first, std::size_t size) {
    __m128i block;
    __m128i next;
    std::memcpy(&block, at, sizeof(block));
    std::memcpy(&next, at + 1, sizeof(next));
    __m128i behind;
    std::memcpy(&behind, at + 1 + size, sizeof(behind));
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i quotes = _mm_and_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(behind, quote));
    const __m128i starts = _mm_and_si128(quotes, _mm_cmpeq_epi8(next, _mm_set1_epi8(first)));
    return _mm_or_si128(starts, _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
}
#endif

bool may_hold_key(std::string_view json, std::string_view key) {
    std::size_t at = 0;
#if defined(__SSE2__)
    constexpr std::size_t kBlocks = 64;
    const char first = key.empty() ? '"' : key.front();
    for (; at + kBlocks + key.size() < json.size(); at += kBlocks) {
        const char* const block = json.data() + at;
        const __m128i front = _mm_or_si128(hits_of(block, first, key.size()), hits_of(block + 16, first, key.size()));
        const __m128i back =
            _mm_or_si128(hits_of(block + 32, first, key.size()), hits_of(block + 48, first, key.size()));
        if (_mm_movemask_epi8(_mm_or_si128(front, back)) != 0 &&
            may_hold_key_slowly(json.substr(0, std::min(json.size(), at + kBlocks + key.size() + 1)), at, key)) {
            return true;
        }
    }
#endif
    return may_hold_key_slowly(json, at, key);
}

std::optional<std::uint32_t> hex4(std::string_view text, std::size_t at) {
    std::uint32_t code = 0;
    if (at + 4 > text.size()) {
        return std::nullopt;
    }
    const auto result = std::from_chars(text.data() + at, text.data() + at + 4, code, 16);
    if (result.ptr != text.data() + at + 4) {
        return std::nullopt;
    }
    return code;
}

/// Decodes \uXXXX (and a low surrogate behind it); `at` points behind the u and moves on.
void append_unicode_escape(std::string& out, std::string_view text, std::size_t& at) {
    const std::optional<std::uint32_t> high = hex4(text, at);
    if (!high) {
        return;
    }
    at += 4;
    std::uint32_t code = *high;
    if (code >= 0xD800 && code < 0xDC00 && text.substr(at, 2) == "\\u") {
        const std::optional<std::uint32_t> low = hex4(text, at + 2);
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10U) + (*low - 0xDC00);
            at += 6;
        }
    }
    append_utf8(out, code);
}

Value raw_number(std::string_view text) {
    std::int64_t integer = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, integer);
    if (parsed.ptr == end && parsed.ec == std::errc()) {
        return Value::integer(integer);
    }
    if (text.find_first_of(".eE") == std::string_view::npos) {
        if (const std::optional<BigInteger> big = BigInteger::parse(text)) {
            return value_of(*big);
        }
    }
    double real = 0;
    const auto result = std::from_chars(text.data(), end, real);
    if (result.ec == std::errc::result_out_of_range) {
        // Python reads a number beyond the range of double as inf or as 0.0.
        const std::size_t exponent = text.find_first_of("eE");
        const bool is_tiny = exponent != std::string_view::npos && text.substr(exponent + 1, 1) == "-";
        real = is_tiny ? 0.0 : std::numeric_limits<double>::infinity();
        real = text.front() == '-' ? -real : real;
    }
    return Value::real(real);
}

}  // namespace

RawWalk::RawWalk(std::string_view json) : json_(json) {
    skip_blanks();
    if (at_ < json_.size()) {
        is_object_ = json_[at_] == '{';
        ++at_;
    }
}

bool RawWalk::next() {
    skip_blanks();
    if (at_ < json_.size() && json_[at_] == ',') {
        ++at_;
        skip_blanks();
    }
    if (at_ >= json_.size() || json_[at_] == '}' || json_[at_] == ']') {
        return false;
    }
    if (is_object_) {
        const std::size_t start = at_ + 1;
        const std::size_t end = end_of_string(json_, start);
        if (json_[at_] != '"' || end >= json_.size()) {
            return false;
        }
        key_ = json_.substr(start, end - start);
        at_ = end + 1;
        skip_blanks();
        if (at_ >= json_.size() || json_[at_] != ':') {
            return false;
        }
        ++at_;
        skip_blanks();
        if (at_ >= json_.size()) {
            return false;
        }
    }
    const std::size_t end = end_of_value(json_, at_);
    if (end == at_) {
        return false;
    }
    value_ = json_.substr(at_, end - at_);
    at_ = end;
    return true;
}

std::optional<std::string_view> raw_find(std::string_view object, std::string_view key) {
    std::optional<std::string_view> found;
    RawWalk walk(object);
    while (walk.next()) {
        if (!key_matches(walk.key(), key)) {
            continue;
        }
        found = walk.value();
        const char* const behind = found->data() + found->size();
        if (!may_hold_key({behind, static_cast<std::size_t>(object.data() + object.size() - behind)}, key)) {
            break;
        }
    }
    return found;
}

std::size_t raw_size(std::string_view array) {
    RawWalk walk(array);
    std::size_t size = 0;
    while (walk.next()) {
        ++size;
    }
    return size;
}

Value raw_value(std::string_view json, Object* owner) {
    while (!json.empty() && is_blank(json.front())) {
        json.remove_prefix(1);
    }
    while (!json.empty() && is_blank(json.back())) {
        json.remove_suffix(1);
    }
    if (json.empty()) {
        return Value::none();
    }
    switch (json.front()) {
        case '{':
            return Value::raw_view(Kind::raw_object, json, owner);
        case '[':
            return Value::raw_view(Kind::raw_array, json, owner);
        case '"':
            return raw_text(json.substr(1, json.size() - (json.size() > 1 ? 2 : 1)), owner);
        case 't':
            return Value::boolean(true);
        case 'f':
            return Value::boolean(false);
        case 'n':
            return Value::none();
        default:
            return raw_number(json);
    }
}

Value raw_text(std::string_view between_quotes, Object* owner) {
    if (std::memchr(between_quotes.data(), '\\', between_quotes.size()) == nullptr) {
        return Value::text_owned_by(between_quotes, owner);
    }
    std::string decoded;
    append_unescaped(decoded, between_quotes);
    return Value::string(std::move(decoded));
}

void append_unescaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\' || at + 1 >= text.size()) {
            out += text[at++];
            continue;
        }
        const char escape = text[at + 1];
        at += 2;
        constexpr std::string_view kNames = "bfnrt";
        constexpr std::string_view kCodes = "\b\f\n\r\t";
        const std::size_t found = kNames.find(escape);
        if (found != std::string_view::npos) {
            out += kCodes[found];
        } else if (escape == 'u') {
            append_unicode_escape(out, text, at);
        } else {
            out += escape;
        }
    }
}

}  // namespace levada::jinja
