#include "unicode.h"

#include "unicode_tables.h"

#include <algorithm>

namespace levada::jinja {

namespace {

enum class Mapping : std::uint8_t { upper, lower, title, folded };

constexpr char32_t kCapitalSigma = 0x3A3;

bool is_ascii_upper(char32_t code) {
    return code >= 'A' && code <= 'Z';
}
bool is_ascii_lower(char32_t code) {
    return code >= 'a' && code <= 'z';
}

std::uint16_t mask_of(char32_t code) {
    const UnicodeRange* end = kUnicodeRanges + kUnicodeRangesCount;
    const UnicodeRange* found = std::lower_bound(
        kUnicodeRanges, end, code, [](const UnicodeRange& range, char32_t wanted) { return range.last < wanted; });
    return found != end && found->first <= code ? found->mask : std::uint16_t{0};
}

char32_t map_ascii(char32_t code, Mapping mapping) {
    if (mapping == Mapping::upper || mapping == Mapping::title) {
        return is_ascii_lower(code) ? code - 32 : code;
    }
    return is_ascii_upper(code) ? code + 32 : code;
}

const char* special_text(const UnicodeSpecialCase& special, Mapping mapping) {
    switch (mapping) {
        case Mapping::upper:
            return special.upper;
        case Mapping::lower:
            return special.lower;
        case Mapping::title:
            return special.title;
        case Mapping::folded:
            break;
    }
    return special.folded;
}

char32_t simple_code(const UnicodeCase& simple, Mapping mapping) {
    switch (mapping) {
        case Mapping::upper:
            return simple.upper;
        case Mapping::lower:
            return simple.lower;
        case Mapping::title:
            return simple.title;
        case Mapping::folded:
            break;
    }
    return simple.folded;
}

void append_mapped(std::string& out, char32_t code, Mapping mapping) {
    if (code < 0x80) {
        out += static_cast<char>(map_ascii(code, mapping));
        return;
    }
    const UnicodeCase* end = kUnicodeCases + kUnicodeCasesCount;
    const UnicodeCase* found = std::lower_bound(
        kUnicodeCases, end, code, [](const UnicodeCase& entry, char32_t wanted) { return entry.code < wanted; });
    if (found != end && found->code == code) {
        append_utf8(out, simple_code(*found, mapping));
        return;
    }
    for (std::size_t i = 0; i < kUnicodeSpecialCasesCount; ++i) {
        if (kUnicodeSpecialCases[i].code == code) {
            out += special_text(kUnicodeSpecialCases[i], mapping);
            return;
        }
    }
    append_utf8(out, code);
}

/// True when the sigma at `at` ends a word. Source: Unicode 14, section 3.13, Final_Sigma.
bool is_final_sigma(std::string_view text, std::size_t at, std::size_t after) {
    std::size_t before = at;
    while (before > 0) {
        before = previous_offset(text, before);
        std::size_t look = before;
        const char32_t code = decode_utf8(text, look);
        if (has_property(code, UnicodeProperty::case_ignorable)) {
            continue;
        }
        if (!is_cased(code)) {
            return false;
        }
        while (after < text.size()) {
            const char32_t next = decode_utf8(text, after);
            if (!has_property(next, UnicodeProperty::case_ignorable)) {
                return !is_cased(next);
            }
        }
        return true;
    }
    return false;
}

void append_lower(std::string& out, std::string_view text, std::size_t start, std::size_t after, char32_t code) {
    if (code == kCapitalSigma) {
        append_utf8(out, is_final_sigma(text, start, after) ? 0x3C2 : 0x3C3);
    } else {
        append_mapped(out, code, Mapping::lower);
    }
}

std::string map_all(std::string_view text, Mapping mapping) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        append_mapped(out, decode_utf8(text, at), mapping);
    }
    return out;
}

}  // namespace

bool has_property(char32_t code, UnicodeProperty property) {
    return (mask_of(code) & static_cast<std::uint16_t>(property)) != 0;
}

bool is_word(char32_t code) {
    if (code < 0x80) {
        return is_ascii_upper(code) || is_ascii_lower(code) || (code >= '0' && code <= '9') || code == '_';
    }
    return (mask_of(code) & (static_cast<std::uint16_t>(UnicodeProperty::alphabetic) |
                             static_cast<std::uint16_t>(UnicodeProperty::numeric))) != 0;
}

bool is_cased(char32_t code) {
    return has_property(code, UnicodeProperty::upper) || has_property(code, UnicodeProperty::lower) ||
           has_property(code, UnicodeProperty::title);
}

char32_t decode_utf8(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const std::uint32_t lead = byte(at);
    if (lead >= 0xC2 && lead < 0xE0 && is_tail(at + 1)) {
        at += 2;
        return ((lead & 0x1FU) << 6U) | (byte(at - 1) & 0x3FU);
    }
    if (lead >= 0xE0 && lead < 0xF0 && is_tail(at + 1) && is_tail(at + 2)) {
        at += 3;
        return ((lead & 0x0FU) << 12U) | ((byte(at - 2) & 0x3FU) << 6U) | (byte(at - 1) & 0x3FU);
    }
    if (lead >= 0xF0 && lead < 0xF5 && is_tail(at + 1) && is_tail(at + 2) && is_tail(at + 3)) {
        at += 4;
        return ((lead & 0x07U) << 18U) | ((byte(at - 3) & 0x3FU) << 12U) | ((byte(at - 2) & 0x3FU) << 6U) |
               (byte(at - 1) & 0x3FU);
    }
    ++at;
    return lead;
}

void append_utf8(std::string& out, char32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (code >> 18U));
        out += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        decode_utf8(text, at);
    }
    return count;
}

std::size_t offset_of(std::string_view text, std::size_t code_point_index) {
    std::size_t at = 0;
    while (code_point_index > 0 && at < text.size()) {
        decode_utf8(text, at);
        --code_point_index;
    }
    return at;
}

std::size_t previous_offset(std::string_view text, std::size_t at) {
    --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        --at;
    }
    return at;
}

std::string to_upper(std::string_view text) {
    return map_all(text, Mapping::upper);
}

std::string to_folded(std::string_view text) {
    return map_all(text, Mapping::folded);
}

std::string to_lower_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        append_lower(out, text, start, at, code);
    }
    return out;
}

std::string to_title(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool is_inside_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        if (is_inside_word) {
            append_lower(out, text, start, at, code);
        } else {
            append_mapped(out, code, Mapping::title);
        }
        is_inside_word = is_cased(code);
    }
    return out;
}

std::string to_capitalized(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        if (start == 0) {
            append_mapped(out, code, Mapping::title);
        } else {
            append_lower(out, text, start, at, code);
        }
    }
    return out;
}

std::string to_swapped_case(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t code = decode_utf8(text, at);
        if (has_property(code, UnicodeProperty::upper)) {
            append_lower(out, text, start, at, code);
        } else if (!has_property(code, UnicodeProperty::lower)) {
            out += text.substr(start, at - start);  // Also a title case letter.
        } else {
            append_mapped(out, code, Mapping::upper);
        }
    }
    return out;
}

std::string_view strip_left(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t next = at;
        if (!is_space(decode_utf8(text, next))) {
            break;
        }
        at = next;
    }
    return text.substr(at);
}

std::string_view strip_right(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0) {
        const std::size_t start = previous_offset(text, end);
        std::size_t look = start;
        if (!is_space(decode_utf8(text, look))) {
            break;
        }
        end = start;
    }
    return text.substr(0, end);
}

}  // namespace levada::jinja
