#include "display_width.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace levada::query {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

constexpr Range kWide[] = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0x33FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
};
constexpr Range kZero[] = {
    {0x0300, 0x036F},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], std::uint32_t code) {
    return std::ranges::any_of(ranges, [&](const Range& range) { return code >= range.first && code <= range.last; });
}

std::size_t width_of(std::uint32_t code) {
    if (code < 0x300) {
        return 1;
    }
    if (is_in(kZero, code)) {
        return 0;
    }
    return is_in(kWide, code) ? 2 : 1;
}

/// Takes one character off the front; a byte that is no UTF-8 counts as a character of its own.
std::uint32_t take_character(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t lead = byte(0);
    std::size_t size = 1;
    std::uint32_t code = lead;
    if (lead >= 0xC2 && lead < 0xF5) {
        size = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
        code = lead & (0xFFU >> (size + 1));
    }
    const std::size_t available = std::min(size, text.size());
    for (std::size_t i = 1; i < available; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            size = 1;
            break;
        }
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    text.remove_prefix(std::min(size, available));
    return code;
}

void append_visible(std::string& out, char c) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(c);
    switch (c) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (value < 0x20 || value == 0x7f) {
        out += "\\x";
        out += kHex[value >> 4U];
        out += kHex[value & 15U];
    } else {
        out += c;
    }
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        width += width_of(take_character(text));
    }
    return width;
}

std::string fit_cell(std::string_view text, std::size_t width_max) {
    std::string line;
    // A cell is cut anyway: what cannot be shown need not be escaped.
    const std::string_view head = text.substr(0, width_max * 8 + 8);
    for (const char c : head) {
        append_visible(line, c);
    }
    if (head.size() == text.size() && display_width(line) <= width_max) {
        return line;
    }
    std::string_view left = line;
    std::size_t width = 0;
    std::size_t kept = 0;
    while (!left.empty()) {
        width += width_of(take_character(left));
        if (width + 1 > width_max) {
            break;
        }
        kept = line.size() - left.size();
    }
    return line.substr(0, kept) + "\xE2\x80\xA6";
}

}  // namespace levada::query
