#include "json_scan.h"

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "levada/base/json.h"

namespace levada::airbyte::scan {

namespace {

constexpr bool ends_scalar(char c) {
    return c == ',' || c == '}' || c == ']' || is_blank(c);
}

/// The first quote or backslash at or after `at`.
const char* find_quote_or_escape(const char* at, const char* end) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i escape = _mm_set1_epi8('\\');
    while (end - at >= 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, escape));
        const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
        if (mask != 0) {
            return at + std::countr_zero(mask);
        }
        at += 16;
    }
#endif
    while (at < end && *at != '"' && *at != '\\') {
        ++at;
    }
    return at;
}

const char* skip_container(const char* at, const char* end) {
    int depth = 0;
    while (at < end) {
        const char c = *at;
        if (c == '"') {
            at = skip_string(at, end);
            continue;
        }
        ++at;
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
            if (depth == 0) {
                return at;
            }
        }
    }
    return end;
}

}  // namespace

const char* skip_blanks(const char* at, const char* end) {
    while (at < end && is_blank(*at)) {
        ++at;
    }
    return at;
}

const char* skip_string(const char* at, const char* end) {
    ++at;
    while (true) {
        at = find_quote_or_escape(at, end);
        if (at >= end) {
            return end;
        }
        if (*at == '"') {
            return at + 1;
        }
        at += 2;  // An escape hides the next byte.
        if (at >= end) {
            return end;
        }
    }
}

const char* skip_value(const char* at, const char* end) {
    if (at >= end) {
        return end;
    }
    if (*at == '"') {
        return skip_string(at, end);
    }
    if (*at == '{' || *at == '[') {
        return skip_container(at, end);
    }
    while (at < end && !ends_scalar(*at)) {
        ++at;
    }
    return at;
}

Members::Members(std::string_view object) : at_(object.data()), end_(object.data() + object.size()) {
    at_ = skip_blanks(at_, end_);
    at_ = at_ < end_ && *at_ == '{' ? at_ + 1 : end_;
}

bool Members::next(Member& member) {
    const auto skip_blanks = [this](const char* at) {
        return at < end_ && is_blank(*at) ? scan::skip_blanks(at, end_) : at;
    };
    at_ = skip_blanks(at_);
    if (at_ < end_ && *at_ == ',') {
        at_ = skip_blanks(at_ + 1);
    }
    if (at_ >= end_ || *at_ != '"') {
        at_ = end_;
        return false;
    }
    const char* key_end = skip_string(at_, end_);
    member.key = std::string_view(at_, static_cast<std::size_t>(key_end - at_));
    at_ = skip_blanks(key_end);
    if (at_ >= end_ || *at_ != ':') {
        at_ = end_;
        return false;
    }
    at_ = skip_blanks(at_ + 1);
    const char* value_end = skip_value(at_, end_);
    member.value = std::string_view(at_, static_cast<std::size_t>(value_end - at_));
    at_ = value_end;
    return true;
}

Items::Items(std::string_view array) : at_(array.data()), end_(array.data() + array.size()) {
    at_ = skip_blanks(at_, end_);
    at_ = at_ < end_ && *at_ == '[' ? at_ + 1 : end_;
}

bool Items::next(std::string_view& item) {
    at_ = skip_blanks(at_, end_);
    if (at_ < end_ && *at_ == ',') {
        at_ = skip_blanks(at_ + 1, end_);
    }
    if (at_ >= end_ || *at_ == ']') {
        at_ = end_;
        return false;
    }
    const char* item_end = skip_value(at_, end_);
    item = std::string_view(at_, static_cast<std::size_t>(item_end - at_));
    at_ = item_end;
    return true;
}

bool key_equals(std::string_view quoted, std::string_view name) {
    const std::string_view inner = quoted.size() >= 2 ? quoted.substr(1, quoted.size() - 2) : quoted;
    std::size_t at = 0;
    while (at < inner.size() && at < name.size() && inner[at] == name[at] && inner[at] != '\\') {
        ++at;
    }
    if (at == inner.size() || inner[at] != '\\') {
        return at == inner.size() && at == name.size();
    }
    const Result<Json> key = parse_json(quoted);
    return key.has_value() && key->is_string() && key->as_string() == name;
}

bool is_truthy(std::string_view value) {
    if (value.empty() || value == "null" || value == "false" || value == "\"\"") {
        return false;
    }
    const char first = value.front();
    if (first == '{' || first == '[') {
        const char* end = value.data() + value.size();
        const char* at = skip_blanks(value.data() + 1, end);
        return at < end && *at != '}' && *at != ']';
    }
    if (first != '-' && (first < '0' || first > '9')) {
        return true;
    }
    if (value.starts_with("-I")) {
        return true;  // -Infinity
    }
    // A number is zero when no digit before its exponent is another one.
    const std::string_view digits = value.substr(0, value.find_first_of("eE"));
    return digits.find_first_of("123456789") != std::string_view::npos;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace levada::airbyte::scan
