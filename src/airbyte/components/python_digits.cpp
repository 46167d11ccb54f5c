#include "python_digits.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace levada::airbyte {
namespace {

/// The zeros of the scripts, in order; their digits follow them.
constexpr std::uint32_t kZeros[] = {
    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,   0xDE6,
    0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,
    0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50,
    0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
};
constexpr std::uint32_t kSpaces[] = {0x85,
                                     0xA0,
                                     0x1680,
                                     0x2000,
                                     0x2001,
                                     0x2002,
                                     0x2003,
                                     0x2004,
                                     0x2005,
                                     0x2006,
                                     0x2007,
                                     0x2008,
                                     0x2009,
                                     0x200A,
                                     0x2028,
                                     0x2029,
                                     0x202F,
                                     0x205F,
                                     0x3000};
constexpr std::uint32_t kAsciiMax = 0x7F;

/// The code point at `at`, which has to start one; moves behind it.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at++]);
    if (first <= kAsciiMax) {
        return first;
    }
    std::uint32_t code = first & (first >= 0xF0 ? 0x07U : first >= 0xE0 ? 0x0FU : 0x1FU);
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
        code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return code;
}

char as_ascii(std::uint32_t code) {
    const auto* const next_zero = std::upper_bound(std::begin(kZeros), std::end(kZeros), code);
    if (next_zero != std::begin(kZeros) && code - *std::prev(next_zero) <= 9) {
        return static_cast<char>('0' + (code - *std::prev(next_zero)));
    }
    return std::binary_search(std::begin(kSpaces), std::end(kSpaces), code) ? ' ' : '?';
}

}  // namespace

std::string with_ascii_digits(std::string_view text) {
    std::string ascii;
    ascii.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t code = next_code_point(text, at);
        ascii += code <= kAsciiMax ? static_cast<char>(code) : as_ascii(code);
    }
    return ascii;
}

}  // namespace levada::airbyte
