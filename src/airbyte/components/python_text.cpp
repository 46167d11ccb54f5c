#include "python_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <iconv.h>

#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

void append_utf8(std::string& out, char32_t code) {
    const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80U) {
        add(code);
    } else if (code < 0x800U) {
        add(0xC0U | (code >> 6U));
        add(0x80U | (code & 0x3FU));
    } else if (code < 0x10000U) {
        add(0xE0U | (code >> 12U));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xF0U | (code >> 18U));
        add(0x80U | ((code >> 12U) & 0x3FU));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

/// Bytes that follow a UTF-8 lead byte; -1 for a byte that cannot lead.
int continuation_count(std::uint32_t lead) {
    if (lead < 0x80U) {
        return 0;
    }
    if (lead >= 0xC2U && lead <= 0xDFU) {
        return 1;
    }
    if (lead >= 0xE0U && lead <= 0xEFU) {
        return 2;
    }
    return lead >= 0xF0U && lead <= 0xF4U ? 3 : -1;
}

/// Size of the UTF-8 character at `i`, or 0 when there is none.
std::size_t character_size(std::string_view bytes, std::size_t i) {
    const std::uint32_t lead = byte_at(bytes, i);
    const int count = continuation_count(lead);
    if (count < 0 || i + static_cast<std::size_t>(count) >= bytes.size()) {
        return 0;
    }
    for (int k = 1; k <= count; ++k) {
        if ((byte_at(bytes, i + static_cast<std::size_t>(k)) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    if (count < 2) {
        return static_cast<std::size_t>(count) + 1;
    }
    const std::uint32_t second = byte_at(bytes, i + 1);
    const bool is_overlong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xF0U && second < 0x90U);
    const bool is_surrogate = lead == 0xEDU && second > 0x9FU;
    const bool is_too_high = lead == 0xF4U && second > 0x8FU;
    return is_overlong || is_surrogate || is_too_high ? 0 : static_cast<std::size_t>(count) + 1;
}

/// Windows-1252 0x80 to 0x9F; 0 where Python's codec has no character.
constexpr std::array<char16_t, 32> kCp1252High = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

Error not_decodable(std::string_view encoding, std::size_t position) {
    return Error(ErrorCode::invalid_data,
                 "'" + std::string(encoding) + "' codec can't decode byte in position " + std::to_string(position));
}

/// Any other encoding, by the system's tables. Python's names are the system's but for underscores.
Result<std::string> from_named(std::string_view bytes, std::string_view encoding) {
    const std::string name(encoding);
    std::string dashed = name;
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    const auto is_failed = [](iconv_t opened) { return reinterpret_cast<std::intptr_t>(opened) == -1; };
    iconv_t converter = iconv_open("UTF-8", name.c_str());
    if (is_failed(converter)) {
        converter = iconv_open("UTF-8", dashed.c_str());
    }
    if (is_failed(converter)) {
        return Error(ErrorCode::unsupported, "text encoding \"" + name + "\" is not known on this system");
    }
    std::string out(bytes.size() * 4 + 4, '\0');
    std::string in(bytes);
    char* from = in.data();
    std::size_t from_left = in.size();
    char* to = out.data();
    std::size_t to_left = out.size();
    const std::size_t done = iconv(converter, &from, &from_left, &to, &to_left);
    iconv_close(converter);
    if (done == static_cast<std::size_t>(-1)) {
        return not_decodable(encoding, in.size() - from_left);
    }
    out.resize(out.size() - to_left);
    return out;
}

Result<std::string> from_single_bytes(std::string_view bytes, std::string_view encoding) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        char32_t code = byte_at(bytes, i);
        if (encoding == "ascii" && code >= 0x80U) {
            return not_decodable(encoding, i);
        }
        if (encoding == "cp1252" && code >= 0x80U && code < 0xA0U) {
            code = kCp1252High.at(code - 0x80U);
            if (code == 0) {
                return not_decodable(encoding, i);
            }
        }
        append_utf8(out, code);
    }
    return out;
}

Result<std::string> from_utf16(std::string_view bytes, bool is_big_endian) {
    std::string out;
    const auto unit = [&](std::size_t i) -> char32_t {
        const std::uint32_t first = byte_at(bytes, i);
        const std::uint32_t second = byte_at(bytes, i + 1);
        return is_big_endian ? (first << 8U) | second : (second << 8U) | first;
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t code = unit(i);
        if (code >= 0xD800U && code < 0xDC00U && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            code = 0x10000U + ((code - 0xD800U) << 10U) + (low - 0xDC00U);
            i += 2;
        }
        append_utf8(out, code);
    }
    if (bytes.size() % 2 != 0) {
        return not_decodable("utf-16", bytes.size() - 1);
    }
    return out;
}

Result<std::string> from_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t size = character_size(bytes, i);
        if (size == 0) {
            return not_decodable("utf-8", i);
        }
        i += size;
    }
    return std::string(bytes);
}

/// Python's name of the codec for the spellings in use.
std::string codec_named(std::string_view encoding) {
    const std::string name = replace_all(to_lower(trim(encoding)), "_", "-");
    if (name == "utf-8" || name == "utf8" || name == "u8") {
        return "utf-8";
    }
    if (name == "iso-8859-1" || name == "iso8859-1" || name == "latin-1" || name == "latin1" || name == "l1") {
        return "latin-1";
    }
    if (name == "us-ascii" || name == "646") {
        return "ascii";
    }
    if (name == "windows-1252" || name == "1252") {
        return "cp1252";
    }
    return name == "utf16" ? "utf-16" : name;
}

bool starts_with_bom16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

std::string with_replacements(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t size = character_size(bytes, i);
        if (size == 0) {
            append_utf8(out, kReplacement);
            ++i;
        } else {
            out += bytes.substr(i, size);
            i += size;
        }
    }
    return out;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t size = character_size(bytes, i);
        if (size == 0) {
            return false;
        }
        i += size;
    }
    return true;
}

Result<std::string> decode_text(std::string_view bytes, std::string_view encoding) {
    const std::string codec = codec_named(encoding);
    if (codec == "utf-8") {
        return from_utf8(bytes);
    }
    if (codec == "utf-8-sig") {
        return from_utf8(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes);
    }
    if (codec == "latin-1" || codec == "ascii" || codec == "cp1252") {
        return from_single_bytes(bytes, codec);
    }
    if (codec == "utf-16") {
        const bool is_big_endian = bytes.starts_with("\xFE\xFF");
        return from_utf16(starts_with_bom16(bytes) ? bytes.substr(2) : bytes, is_big_endian);
    }
    if (codec == "utf-16-le" || codec == "utf-16-be") {
        return from_utf16(bytes, codec == "utf-16-be");
    }
    return from_named(bytes, encoding);
}

Result<std::string> encode_latin1(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint32_t lead = byte_at(text, i);
        if (lead < 0x80U) {
            out += text[i];
        } else if ((lead == 0xC2U || lead == 0xC3U) && i + 1 < text.size()) {
            ++i;
            out += static_cast<char>(((lead & 0x3U) << 6U) | (byte_at(text, i) & 0x3FU));
        } else {
            return Error(ErrorCode::invalid_data, "'latin-1' codec can't encode a character above U+00FF");
        }
    }
    return out;
}

std::optional<std::string> encoding_in_headers(const HttpHeaders& headers) {
    const std::optional<std::string_view> field = headers.find("Content-Type");
    if (!field) {
        return std::nullopt;
    }
    const std::vector<std::string_view> parts = split(*field, ';');
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string_view part = trim(parts[i]);
        const std::size_t equals = part.find('=');
        if (equals != std::string_view::npos && equals_ignoring_case(trim(part.substr(0, equals)), "charset")) {
            std::string value(trim(part.substr(equals + 1)));
            value = replace_all(replace_all(value, "\"", ""), "'", "");
            return value;
        }
    }
    const std::string type = to_lower(trim(parts[0]));
    if (type.find("text") != std::string::npos) {
        return "ISO-8859-1";
    }
    if (type.find("application/json") != std::string::npos) {
        return "utf-8";
    }
    return std::nullopt;
}

std::string text_of(const HttpResponse& response) {
    const std::optional<std::string> named = encoding_in_headers(response.headers);
    if (named) {
        Result<std::string> decoded = decode_text(response.body, *named);
        if (decoded) {
            return std::move(decoded).value();
        }
    } else if (!is_utf8(response.body)) {
        // The CDK guesses by statistics (charset_normalizer); western European is its usual answer for short texts.
        return from_single_bytes(response.body, "latin-1").value();
    }
    return with_replacements(response.body);
}

std::string_view strip(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\n\r\v\f\x1c\x1d\x1e\x1f";
    // U+00A0, U+2003, U+2028 and U+3000: what occurs of the blanks outside ASCII.
    constexpr std::array<std::string_view, 4> kWide = {"\xC2\xA0", "\xE2\x80\x83", "\xE2\x80\xA8", "\xE3\x80\x80"};
    std::size_t before = 0;
    do {
        before = text.size();
        while (!text.empty() && kBlanks.find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        }
        while (!text.empty() && kBlanks.find(text.back()) != std::string_view::npos) {
            text.remove_suffix(1);
        }
        for (const std::string_view wide : kWide) {
            if (text.starts_with(wide)) {
                text.remove_prefix(wide.size());
            }
            if (text.ends_with(wide)) {
                text.remove_suffix(wide.size());
            }
        }
    } while (text.size() != before);
    return text;
}

}  // namespace levada::airbyte
