#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "levada/base/ascii.h"
#include "levada/base/assert.h"
#include "levada/base/civil_time.h"

namespace levada {

/// More than any field of strptime has: a fraction has six, an offset three.
inline constexpr std::size_t kCandidatesMax = 8;

/// An offset whose colons Python's strptime refuses although its regular expression matched.
inline constexpr std::int64_t kInconsistentOffset = INT64_MIN;

/// The directives of strptime that capture something.
inline constexpr std::string_view kTimeFields = "dfHIGjmMSUWwuVyYzAaBbpZ";

/// What Python's \\s matches below 128.
constexpr bool is_ascii_space(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r') || (letter >= 0x1c && letter <= 0x1f);
}

constexpr char ascii_lower(char letter) {
    return is_ascii_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// What a field may have matched, in the order in which the regular expression tries them.
struct Candidates {
    struct One {
        std::size_t length = 0;
        std::int64_t value = 0;
    };
    std::array<One, kCandidatesMax> items{};
    std::size_t count = 0;

    void add(std::size_t length, std::int64_t value) {
        LEVADA_ASSERT(count < kCandidatesMax);
        items[count++] = {length, value};
    }
};

/// What each field of a format matched, and where the whole match ended.
struct TimeCaptures {
    std::array<std::int64_t, kTimeFields.size()> values{};
    std::array<bool, kTimeFields.size()> is_set{};
    std::size_t end = 0;

    void set(char directive, std::int64_t value) {
        const std::size_t at = kTimeFields.find(directive);
        values[at] = value;
        is_set[at] = true;
    }
    bool has(char directive) const { return is_set[kTimeFields.find(directive)]; }
    std::int64_t get(char directive, std::int64_t otherwise) const {
        const std::size_t at = kTimeFields.find(directive);
        return is_set[at] ? values[at] : otherwise;
    }
};

/// The time that the fields name together; nothing where Python's strptime raises ValueError.
std::optional<CivilTime> civil_from_captures(const TimeCaptures& captures);

/// What `directive` may match at the begin of `text`, as CPython's Lib/_strptime.py would try it.
Candidates candidates_of(char directive, std::string_view text);

}  // namespace levada
