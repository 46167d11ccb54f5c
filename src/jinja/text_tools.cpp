#include "text_tools.h"

#include "try.h"
#include "unicode.h"

namespace levada::jinja {

namespace {

constexpr std::size_t kTextSizeBytesMax = std::size_t{256} << 20U;

bool has_character(std::string_view characters, char32_t wanted) {
    for (std::size_t at = 0; at < characters.size();) {
        if (decode_utf8(characters, at) == wanted) {
            return true;
        }
    }
    return false;
}

}  // namespace

Outcome<std::string> replaced(std::string_view text,
                              std::string_view old_text,
                              std::string_view new_text,
                              std::int64_t count_max) {
    std::string out;
    std::size_t from = 0;
    for (std::int64_t count = 0; count_max < 0 || count < count_max; ++count) {
        const std::size_t at = text.find(old_text, from);
        if (at == std::string_view::npos) {
            break;
        }
        out += text.substr(from, at - from);
        out += new_text;
        if (out.size() > kTextSizeBytesMax) {
            return fail(FaultKind::memory_error, "replacement beyond the limit of 256 MiB");
        }
        from = at + old_text.size();
        if (old_text.empty()) {
            // An empty text stands between all code points and at both ends.
            if (at >= text.size()) {
                return out;
            }
            decode_utf8(text, from);
            out += text.substr(at, from - at);
        }
    }
    out += text.substr(from);
    return out;
}

std::string_view stripped_of(std::string_view text, std::string_view characters, StripSides sides) {
    while (sides != StripSides::right && !text.empty()) {
        std::size_t next = 0;
        if (!has_character(characters, decode_utf8(text, next))) {
            break;
        }
        text.remove_prefix(next);
    }
    while (sides != StripSides::left && !text.empty()) {
        const std::size_t start = previous_offset(text, text.size());
        std::size_t look = start;
        if (!has_character(characters, decode_utf8(text, look))) {
            break;
        }
        text = text.substr(0, start);
    }
    return text;
}

namespace {

bool is_line_break(char32_t code) {
    return (code >= '\n' && code <= '\r') || (code >= 0x1C && code <= 0x1E) || code == 0x85 || code == 0x2028 ||
           code == 0x2029;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text, LineEnds ends) {
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = at;
        const char32_t code = decode_utf8(text, at);
        if (!is_line_break(code)) {
            continue;
        }
        at += code == '\r' && at < text.size() && text[at] == '\n' ? 1U : 0U;
        lines.push_back(text.substr(start, (ends == LineEnds::kept ? at : end) - start));
        start = at;
    }
    if (start < text.size()) {
        lines.push_back(text.substr(start));
    }
    return lines;
}

}  // namespace levada::jinja
