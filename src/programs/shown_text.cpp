#include "shown_text.h"

#include <cstddef>

namespace levada::programs {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

/// Whether no character begins with these two: overlong forms, surrogates, what is beyond Unicode.
bool is_impossible(unsigned char first, unsigned char second) {
    return (first == 0xE0U && second < 0xA0U) || (first == 0xEDU && second > 0x9FU) ||
           (first == 0xF0U && second < 0x90U) || (first == 0xF4U && second > 0x8FU);
}

/// Bytes of the character at `at`; 0 when it is none. Source: RFC 3629, section 4.
std::size_t character_size(std::string_view text, std::size_t at) {
    const unsigned char first = byte_at(text, at);
    if (first < 0x80U) {
        return 1;
    }
    const std::size_t size = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
    if (first < 0xC2U || first > 0xF4U) {
        return 0;
    }
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text, at + i)) {
            return 0;
        }
    }
    return is_impossible(first, byte_at(text, at + 1)) ? 0 : size;
}

bool is_control(std::string_view character) {
    const unsigned char first = byte_at(character, 0);
    if (character.size() == 1) {
        return (first < 0x20U && first != '\n' && first != '\t') || first == 0x7FU;
    }
    return first == 0xC2U && byte_at(character, 1) < 0xA0U;  // C1: some terminals obey them.
}

}  // namespace

std::string shown_text(std::string_view printed) {
    std::string shown;
    shown.reserve(printed.size());
    for (std::size_t at = 0; at < printed.size();) {
        const std::size_t size = character_size(printed, at);
        if (size == 0 || is_control(printed.substr(at, size))) {
            shown += kReplacement;
        } else {
            shown += printed.substr(at, size);
        }
        at += size == 0 ? 1 : size;
    }
    return shown;
}

}  // namespace levada::programs
