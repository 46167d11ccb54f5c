#pragma once

namespace levada {

/// Kinds of ASCII characters, whatever the locale; a byte above 0x7F is of none of them.
constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_ascii_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_ascii_letter(char c) {
    return is_ascii_upper(c) || is_ascii_lower(c);
}
constexpr bool is_ascii_alphanumeric(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c);
}

/// The digits of a hexadecimal number, by their values.
inline constexpr char kHexDigits[] = "0123456789abcdef";

/// What the hexadecimal digit `c` stands for, 0 to 15; -1 when it is none.
constexpr int hex_value(char c) {
    if (is_ascii_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace levada
