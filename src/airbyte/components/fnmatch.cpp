#include <cstddef>
#include <string_view>

#include "levada/airbyte/components/dpath.h"

namespace levada::airbyte::dpath {

namespace {

/// The code point that starts at `at`, with the bytes it takes.
std::string_view code_point(std::string_view text, std::size_t at) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80U) {
        ++size;
    }
    return text.substr(at, size);
}

/// The end of the set `[…]` that starts at `at`, or npos when it is not closed: then `[` is an ordinary character.
std::size_t end_of_set(std::string_view pattern, std::size_t at) {
    std::size_t end = at + 1;
    if (end < pattern.size() && pattern[end] == '!') {
        ++end;
    }
    if (end < pattern.size() && pattern[end] == ']') {
        ++end;
    }
    return pattern.find(']', end);
}

bool in_set(std::string_view character, std::string_view set) {
    const bool is_negated = !set.empty() && set.front() == '!';
    if (is_negated) {
        set.remove_prefix(1);
    }
    bool is_found = false;
    for (std::size_t at = 0; at < set.size() && !is_found;) {
        const std::string_view low = code_point(set, at);
        at += low.size();
        if (at + 1 < set.size() && set[at] == '-') {
            const std::string_view high = code_point(set, at + 1);
            at += 1 + high.size();
            // UTF-8 sorts as its code points do, longer ones being higher.
            is_found = low <= character && character <= high;
        } else {
            is_found = low == character;
        }
    }
    return is_found != is_negated;
}

}  // namespace

bool fnmatch(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        const std::string_view character = code_point(text, t);
        bool is_match = false;
        std::size_t pattern_size = 1;
        if (p < pattern.size()) {
            if (pattern[p] == '*') {
                star = p++;
                star_text = t;
                continue;
            }
            const std::size_t set_end = pattern[p] == '[' ? end_of_set(pattern, p) : std::string_view::npos;
            if (set_end != std::string_view::npos) {
                is_match = in_set(character, pattern.substr(p + 1, set_end - p - 1));
                pattern_size = set_end - p + 1;
            } else if (pattern[p] == '?') {
                is_match = true;
            } else {
                const std::string_view wanted = code_point(pattern, p);
                is_match = wanted == character;
                pattern_size = wanted.size();
            }
        }
        if (is_match) {
            t += character.size();
            p += pattern_size;
        } else if (star != std::string_view::npos) {
            star_text += code_point(text, star_text).size();
            t = star_text;
            p = star + 1;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace levada::airbyte::dpath
