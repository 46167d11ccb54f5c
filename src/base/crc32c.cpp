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
/// The instruction takes three cycles but can begin anew in each: three lanes of this size go on side by side.
constexpr std::size_t kLaneSizeBytes = 1024;
constexpr std::size_t kStateBytes = 4;
using LaneShift = std::array<std::array<std::uint32_t, 256>, kStateBytes>;

/// What a state becomes by a lane of zero bytes, for each value of each of its bytes.
constexpr LaneShift make_lane_shift() {
    constexpr unsigned kStateBits = 32;
    constexpr unsigned kByteBits = 8;
    std::array<std::uint32_t, kStateBits> shifted_bits{};
    for (unsigned bit = 0; bit < kStateBits; ++bit) {
        std::uint32_t value = std::uint32_t{1} << bit;
        for (std::size_t i = 0; i < kLaneSizeBytes; ++i) {
            value = kTable[value & 0xFFU] ^ (value >> kByteBits);
        }
        shifted_bits[bit] = value;
    }
    LaneShift shift{};
    for (unsigned place = 0; place < kStateBytes; ++place) {
        for (unsigned byte = 0; byte < shift[place].size(); ++byte) {
            for (unsigned bit = 0; bit < kByteBits; ++bit) {
                shift[place][byte] ^= (byte >> bit & 1U) != 0 ? shifted_bits[place * kByteBits + bit] : 0;
            }
        }
    }
    return shift;
}

constexpr LaneShift kLaneShift = make_lane_shift();

std::uint64_t shift_by_lane(std::uint64_t state) {
    return kLaneShift[0][state & 0xFFU] ^ kLaneShift[1][state >> 8U & 0xFFU] ^ kLaneShift[2][state >> 16U & 0xFFU] ^
           kLaneShift[3][state >> 24U & 0xFFU];
}

std::uint64_t word_at(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    return word;
}

/// Three lanes, one behind the other.
__attribute__((target("sse4.2"))) std::uint64_t crc_of_lanes(const char* at, std::uint64_t state) {
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (const char* end = at + kLaneSizeBytes; at < end; at += sizeof(std::uint64_t)) {
        state = _mm_crc32_u64(state, word_at(at));
        second = _mm_crc32_u64(second, word_at(at + kLaneSizeBytes));
        third = _mm_crc32_u64(third, word_at(at + 2 * kLaneSizeBytes));
    }
    return shift_by_lane(shift_by_lane(state) ^ second) ^ third;
}

__attribute__((target("sse4.2"))) std::uint32_t crc_by_instruction(std::string_view bytes, std::uint32_t state) {
    std::uint64_t wide = state;
    while (bytes.size() >= 3 * kLaneSizeBytes) {
        wide = crc_of_lanes(bytes.data(), wide);
        bytes.remove_prefix(3 * kLaneSizeBytes);
    }
    while (bytes.size() >= sizeof(std::uint64_t)) {
        wide = _mm_crc32_u64(wide, word_at(bytes.data()));
        bytes.remove_prefix(sizeof(std::uint64_t));
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
