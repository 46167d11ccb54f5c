#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace levada::jinja {

/// What Python's str.is...() methods ask of one code point.
enum class UnicodeProperty : std::uint16_t {
    alphabetic = 1U << 0U,
    decimal = 1U << 1U,
    digit = 1U << 2U,
    numeric = 1U << 3U,
    space = 1U << 4U,
    upper = 1U << 5U,
    lower = 1U << 6U,
    printable = 1U << 7U,
    title = 1U << 8U,
    case_ignorable = 1U << 9U,
};

bool has_property(char32_t code, UnicodeProperty property);
/// A letter, digit or underscore: what regular expressions call \w.
bool is_word(char32_t code);
inline bool is_space(char32_t code) {
    return has_property(code, UnicodeProperty::space);
}
bool is_cased(char32_t code);

/// Reads one code point of UTF-8 at `at` and moves `at` behind it. A broken byte is read as itself.
char32_t decode_utf8(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t code);
bool is_ascii(std::string_view text);
/// Number of code points.
std::size_t count_code_points(std::string_view text);
/// Byte offset of the code point with that index; the size of the text when there are fewer.
std::size_t offset_of(std::string_view text, std::size_t code_point_index);
/// Start of the code point that ends before byte `at` (which is not 0).
std::size_t previous_offset(std::string_view text, std::size_t at);

/// Python's str.upper(), lower(), title(), capitalize(), swapcase(), casefold(), with special casing and final sigma.
std::string to_upper(std::string_view text);
std::string to_lower_text(std::string_view text);
std::string to_title(std::string_view text);
std::string to_capitalized(std::string_view text);
std::string to_swapped_case(std::string_view text);
std::string to_folded(std::string_view text);

/// Python's str.strip(), lstrip(), rstrip() without arguments.
std::string_view strip_left(std::string_view text);
std::string_view strip_right(std::string_view text);
inline std::string_view strip(std::string_view text) {
    return strip_right(strip_left(text));
}

}  // namespace levada::jinja
