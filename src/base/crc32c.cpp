#include <array>
#include <cstring>

#include "levada/base/hash.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace levada {

namespace {

constexpr std::uint32_t kPolynomialReversed = 0x82F63B78;

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value & 1U) != 0 ? (value >> 1U) ^ kPolynomialReversed : value >> 1U;
        }
        table[byte] = value;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

std::uint32_t crc_by_table(std::string_view bytes, std::uint32_t state) {
    for (const char c : bytes) {
        state = kTable[(state ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (state >> 8U);
    }
    return state;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc_by_instruction(std::string_view bytes, std::uint32_t state) {
    std::uint64_t wide = state;
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof(word));
        wide = _mm_crc32_u64(wide, word);
        bytes.remove_prefix(sizeof(word));
    }
    auto narrow = static_cast<std::uint32_t>(wide);
    for (const char c : bytes) {
        narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(c));
    }
    return narrow;
}
#endif

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed) {
    const std::uint32_t state = ~seed;
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) {
        return ~crc_by_instruction(bytes, state);
    }
#endif
    return ~crc_by_table(bytes, state);
}

}  // namespace levada
