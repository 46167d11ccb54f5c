#include "strip_tags.h"

#include "unicode.h"

#include <charconv>
#include <cstdint>
#include <utility>

namespace levada::jinja {

namespace {

std::string without_between(std::string text, std::string_view opening, std::string_view closing) {
    std::size_t from = 0;
    for (;;) {
        const std::size_t start = text.find(opening, from);
        const std::size_t end = start == std::string::npos ? start : text.find(closing, start);
        if (end == std::string::npos) {
            return text;
        }
        text.erase(start, end + closing.size() - start);
        from = start;
    }
}

bool append_numeric_entity(std::string& out, std::string_view digits) {
    const bool is_hexadecimal = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
    digits.remove_prefix(is_hexadecimal ? 1 : 0);
    std::uint32_t code = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hexadecimal ? 16 : 10);
    if (digits.empty() || parsed.ptr != digits.data() + digits.size() || code == 0 || code > 0x10FFFF) {
        return false;
    }
    append_utf8(out, code);
    return true;
}

bool append_entity(std::string& out, std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
        {"amp", "&"},   {"lt", "<"},     {"gt", ">"},     {"quot", "\""}, {"apos", "'"},  {"nbsp", "\u00a0"},
        {"copy", "©"},  {"reg", "®"},    {"hellip", "…"}, {"ndash", "–"}, {"mdash", "—"}, {"lsquo", "‘"},
        {"rsquo", "’"}, {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"}, {"raquo", "»"}, {"euro", "€"},
        {"deg", "°"},   {"middot", "·"}, {"times", "×"},  {"bull", "•"},  {"trade", "™"}, {"eacute", "é"},
    };
    if (!name.empty() && name[0] == '#') {
        return append_numeric_entity(out, name.substr(1));
    }
    for (const auto& [known, text] : kEntities) {
        if (known == name) {
            out += text;
            return true;
        }
    }
    return false;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
        if (end != std::string_view::npos && append_entity(out, text.substr(at + 1, end - at - 1))) {
            at = end + 1;
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace

std::string without_tags(std::string_view text) {
    const std::string plain = without_between(without_between(std::string(text), "<!--", "-->"), "<", ">");
    std::string joined;
    bool has_gap = false;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t start = at;
        if (is_space(decode_utf8(plain, at))) {
            has_gap = true;
            continue;
        }
        joined += has_gap && !joined.empty() ? " " : "";
        has_gap = false;
        joined.append(plain, start, at - start);
    }
    return unescaped(joined);
}

}  // namespace levada::jinja
