#pragma once

#include <cstddef>
#include <cstdint>

namespace levada::jinja {

/// Code points `first` to `last` share the properties in `mask` (bits of UnicodeProperty).
struct UnicodeRange {
    std::uint32_t first;
    std::uint32_t last;
    std::uint16_t mask;
};

/// Case mappings of one code point to one code point each.
struct UnicodeCase {
    std::uint32_t code;
    std::uint32_t upper;
    std::uint32_t lower;
    std::uint32_t title;
    std::uint32_t folded;
};

/// Case mappings that give several code points, as UTF-8.
struct UnicodeSpecialCase {
    std::uint32_t code;
    const char* upper;
    const char* lower;
    const char* title;
    const char* folded;
};

extern const UnicodeRange kUnicodeRanges[];
extern const std::size_t kUnicodeRangesCount;
extern const UnicodeCase kUnicodeCases[];
extern const std::size_t kUnicodeCasesCount;
extern const UnicodeSpecialCase kUnicodeSpecialCases[];
extern const std::size_t kUnicodeSpecialCasesCount;

}  // namespace levada::jinja
