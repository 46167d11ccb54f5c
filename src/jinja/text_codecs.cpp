#include "text_codecs.h"

#include "try.h"
#include "unicode.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

enum class Charset : std::uint8_t { ascii, latin_1, utf_8, utf_16, utf_32 };

struct Codec {
    Charset charset = Charset::utf_8;
    bool is_big_endian = false;
    bool has_mark = false;  // Writes a byte order mark, and reads one.
};

struct NamedCodec {
    std::string_view name;
    Codec codec;
};

// Names as normalized() leaves them.
constexpr NamedCodec kCodecs[] = {
    {"utf8", {Charset::utf_8}},
    {"u8", {Charset::utf_8}},
    {"utf", {Charset::utf_8}},
    {"cp65001", {Charset::utf_8}},
    {"ascii", {Charset::ascii}},
    {"usascii", {Charset::ascii}},
    {"646", {Charset::ascii}},
    {"latin1", {Charset::latin_1}},
    {"latin", {Charset::latin_1}},
    {"l1", {Charset::latin_1}},
    {"iso88591", {Charset::latin_1}},
    {"88591", {Charset::latin_1}},
    {"utf8sig", {Charset::utf_8, false, true}},
    {"utf16", {Charset::utf_16, false, true}},
    {"u16", {Charset::utf_16, false, true}},
    {"utf16le", {Charset::utf_16}},
    {"utf16be", {Charset::utf_16, true}},
    {"utf32", {Charset::utf_32, false, true}},
    {"u32", {Charset::utf_32, false, true}},
    {"utf32le", {Charset::utf_32}},
    {"utf32be", {Charset::utf_32, true}},
};

std::string normalized(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c != '-' && c != '_' && c != ' ') {
            plain += static_cast<char>(is_ascii_upper(c) ? c + ('a' - 'A') : c);
        }
    }
    return plain;
}

Outcome<Codec> codec_of(std::string_view name) {
    const std::string plain = normalized(name);
    for (const NamedCodec& known : kCodecs) {
        if (known.name == plain) {
            return known.codec;
        }
    }
    constexpr std::string_view kOfBytes[] = {
        "hex", "base64", "bz2", "zlib", "zip", "quopri", "quotedprintable", "uu", "rot13"};
    const std::string_view stem =
        std::string_view(plain).substr(0, plain.size() - (plain.ends_with("codec") ? 5U : 0U));
    if (std::find(std::begin(kOfBytes), std::end(kOfBytes), stem) != std::end(kOfBytes)) {
        return fail(Fault::named(
            "LookupError",
            "'" + std::string(name) + "' is not a text encoding; use codecs.encode() to handle arbitrary codecs"));
    }
    constexpr std::string_view kOtherFamilies[] = {"cp",
                                                   "windows",
                                                   "iso",
                                                   "koi8",
                                                   "mac",
                                                   "big5",
                                                   "gb",
                                                   "shiftjis",
                                                   "euc",
                                                   "utf",
                                                   "idna",
                                                   "hz",
                                                   "johab",
                                                   "punycode",
                                                   "unicodeescape",
                                                   "rawunicodeescape"};
    for (const std::string_view family : kOtherFamilies) {
        if (plain.starts_with(family)) {
            return fail(FaultKind::unsupported, "encoding '" + std::string(name) + "' is not supported");
        }
    }
    return fail(Fault::named("LookupError", "unknown encoding: " + std::string(name)));
}

void append_unit(std::string& out, std::uint32_t unit, std::size_t size_bytes, bool is_big_endian) {
    for (std::size_t i = 0; i < size_bytes; ++i) {
        const std::size_t shift = 8 * (is_big_endian ? size_bytes - 1 - i : i);
        out += static_cast<char>((unit >> shift) & 0xFFU);
    }
}

void append_code(std::string& out, char32_t code, const Codec& codec) {
    switch (codec.charset) {
        case Charset::ascii:
        case Charset::latin_1:
            out += static_cast<char>(code);
            break;
        case Charset::utf_8:
            append_utf8(out, code);
            break;
        case Charset::utf_16:
            if (code >= 0x10000) {
                append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U), 2, codec.is_big_endian);
                append_unit(out, 0xDC00U + ((code - 0x10000U) & 0x3FFU), 2, codec.is_big_endian);
            } else {
                append_unit(out, code, 2, codec.is_big_endian);
            }
            break;
        case Charset::utf_32:
            append_unit(out, code, 4, codec.is_big_endian);
            break;
    }
}

/// What stands for a character that the encoding lacks.
Outcome<std::string> replacement_of(char32_t code, std::string_view errors, std::string_view encoding) {
    if (errors == "strict") {
        return fail(Fault::named("UnicodeEncodeError",
                                 "'" + std::string(encoding) + "' codec can't encode character: ordinal not in range"));
    }
    if (errors == "ignore") {
        return std::string();
    }
    if (errors == "replace") {
        return std::string("?");
    }
    if (errors == "xmlcharrefreplace") {
        return "&#" + std::to_string(static_cast<std::uint32_t>(code)) + ";";
    }
    if (errors == "backslashreplace") {
        char text[16];
        const char* const pattern = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";
        const int size = std::snprintf(text, sizeof(text), pattern, static_cast<std::uint32_t>(code));
        return std::string(text, static_cast<std::size_t>(size));
    }
    return fail(Fault::named("LookupError", "unknown error handler name '" + std::string(errors) + "'"));
}

/// One character from `at` on, which moves behind it; nothing for octets that are none.
std::optional<char32_t> take_unit(std::string_view octets,
                                  std::size_t& at,
                                  std::size_t size_bytes,
                                  bool is_big_endian) {
    if (octets.size() - at < size_bytes) {
        return std::nullopt;
    }
    char32_t unit = 0;
    for (std::size_t i = 0; i < size_bytes; ++i) {
        const std::size_t shift = 8 * (is_big_endian ? size_bytes - 1 - i : i);
        unit |= static_cast<char32_t>(static_cast<unsigned char>(octets[at + i])) << shift;
    }
    at += size_bytes;
    return unit;
}

bool is_surrogate(char32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

std::optional<char32_t> take_utf_8(std::string_view octets, std::size_t& at) {
    const auto first = static_cast<unsigned char>(octets[at]);
    const std::size_t size = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
    if (size == 0 || octets.size() - at < size) {
        return std::nullopt;
    }
    char32_t code = size == 1 ? first : first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto next = static_cast<unsigned char>(octets[at + i]);
        if ((next & 0xC0U) != 0x80) {
            return std::nullopt;
        }
        code = (code << 6U) | (next & 0x3FU);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < kLeast[size] || code > 0x10FFFF || is_surrogate(code)) {
        return std::nullopt;
    }
    at += size;
    return code;
}

std::optional<char32_t> take_utf_16(std::string_view octets, std::size_t& at, bool is_big_endian) {
    const std::optional<char32_t> high = take_unit(octets, at, 2, is_big_endian);
    if (!high || !is_surrogate(*high)) {
        return high;
    }
    const std::optional<char32_t> low = take_unit(octets, at, 2, is_big_endian);
    const bool is_pair = low && *high < 0xDC00 && *low >= 0xDC00 && *low <= 0xDFFF;
    return is_pair ? std::optional<char32_t>(0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00)) : std::nullopt;
}

std::optional<char32_t> take_code(std::string_view octets, std::size_t& at, const Codec& codec) {
    switch (codec.charset) {
        case Charset::ascii:
        case Charset::latin_1: {
            const auto octet = static_cast<unsigned char>(octets[at]);
            if (codec.charset == Charset::ascii && octet >= 0x80) {
                return std::nullopt;
            }
            ++at;
            return octet;
        }
        case Charset::utf_8:
            return take_utf_8(octets, at);
        case Charset::utf_32: {
            const std::optional<char32_t> code = take_unit(octets, at, 4, codec.is_big_endian);
            return code && *code <= 0x10FFFF && !is_surrogate(*code) ? code : std::nullopt;
        }
        default:
            return take_utf_16(octets, at, codec.is_big_endian);
    }
}

}  // namespace

Outcome<std::string> encode_text(std::string_view text, std::string_view encoding, std::string_view errors) {
    LEVADA_LET(const Codec codec, codec_of(encoding));
    const char32_t limit = codec.charset == Charset::ascii     ? 0x80
                           : codec.charset == Charset::latin_1 ? 0x100
                                                               : 0x110000;
    std::string out;
    if (codec.has_mark) {
        append_code(out, 0xFEFF, codec);
    }
    for (std::size_t at = 0; at < text.size();) {
        const char32_t code = decode_utf8(text, at);
        if (code < limit) {
            append_code(out, code, codec);
            continue;
        }
        LEVADA_LET(const std::string replacement, replacement_of(code, errors, encoding));
        out += replacement;
    }
    return out;
}

namespace {

/// Size of the byte order mark in octets; what it says is put into `codec`.
std::size_t size_of_mark(std::string_view octets, Codec& codec) {
    if (!codec.has_mark) {
        return 0;
    }
    if (codec.charset == Charset::utf_8) {
        return octets.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    }
    std::size_t at = 0;
    const std::size_t size_bytes = codec.charset == Charset::utf_16 ? 2 : 4;
    const std::optional<char32_t> mark = take_unit(octets, at, size_bytes, false);
    codec.is_big_endian = mark && *mark == (size_bytes == 2 ? 0xFFFEU : 0xFFFE0000U);
    return mark && (*mark == 0xFEFF || codec.is_big_endian) ? at : 0;
}

}  // namespace

Outcome<std::string> decode_octets(std::string_view octets, std::string_view encoding, std::string_view errors) {
    LEVADA_LET(Codec codec, codec_of(encoding));
    std::size_t at = size_of_mark(octets, codec);
    std::string out;
    while (at < octets.size()) {
        const std::size_t start = at;
        if (const std::optional<char32_t> code = take_code(octets, at, codec)) {
            append_utf8(out, *code);
            continue;
        }
        at = std::max(at, start + 1);
        if (errors == "replace") {
            append_utf8(out, 0xFFFD);
        } else if (errors == "strict") {
            return fail(Fault::named(
                "UnicodeDecodeError",
                "'" + std::string(encoding) + "' codec can't decode the byte at position " + std::to_string(start)));
        } else if (errors != "ignore") {
            return fail(Fault::named("LookupError", "unknown error handler name '" + std::string(errors) + "'"));
        }
    }
    return out;
}

}  // namespace levada::jinja
