#include "long_division.h"

#include <bit>
#include <cstddef>

#include "levada/base/assert.h"

namespace levada::jinja {

namespace {

using Words = std::vector<std::uint32_t>;

constexpr unsigned kWordBits = 32;
constexpr std::uint64_t kWordMask = 0xFFFF'FFFF;

/// One word longer than `words`.
Words shifted_left(const Words& words, unsigned bits) {
    Words shifted;
    shifted.reserve(words.size() + 1);
    std::uint64_t carry = 0;
    for (const std::uint32_t word : words) {
        carry |= std::uint64_t{word} << bits;
        shifted.push_back(static_cast<std::uint32_t>(carry));
        carry >>= kWordBits;
    }
    shifted.push_back(static_cast<std::uint32_t>(carry));
    return shifted;
}

void shift_right(Words& words, unsigned bits) {
    std::uint64_t carry = 0;
    for (std::size_t i = words.size(); i-- > 0;) {
        carry = (carry << kWordBits) | words[i];
        words[i] = static_cast<std::uint32_t>(carry >> bits);
    }
}

void trim(Words& words) {
    while (!words.empty() && words.back() == 0) {
        words.pop_back();
    }
}

/// The division under way, both sides shifted so that the divisor's highest bit is set: what is left of the dividend is
/// divided from its highest words down.
class Division {
public:
    Division(Words rest, Words divisor) : rest_(std::move(rest)), divisor_(std::move(divisor)) {}

    /// The quotient's word `at`; the divisor times it is taken off the rest.
    std::uint32_t take_word(std::size_t at) {
        std::uint64_t word = guess(at);
        if (!subtract(at, word)) {
            --word;
            add_back(at);
        }
        return static_cast<std::uint32_t>(word);
    }
    Words rest() && { return std::move(rest_); }

private:
    /// The word from the two highest words of the divisor: right, or one too much.
    std::uint64_t guess(std::size_t at) const {
        const std::size_t size = divisor_.size();
        const std::uint64_t first = divisor_[size - 1];
        const std::uint64_t high = (std::uint64_t{rest_[at + size]} << kWordBits) | rest_[at + size - 1];
        std::uint64_t word = high / first;
        std::uint64_t left = high % first;
        while (word > kWordMask || word * divisor_[size - 2] > ((left << kWordBits) | rest_[at + size - 2])) {
            --word;
            left += first;
            if (left > kWordMask) {
                break;
            }
        }
        return word;
    }

    /// False where that is less than nothing, by one divisor.
    bool subtract(std::size_t at, std::uint64_t word) {
        std::uint64_t carry = 0;
        std::uint64_t borrow = 0;
        for (std::size_t i = 0; i < divisor_.size(); ++i) {
            carry += word * divisor_[i];
            const std::uint64_t less = (carry & kWordMask) + borrow;
            borrow = rest_[at + i] < less ? 1 : 0;
            rest_[at + i] = static_cast<std::uint32_t>((rest_[at + i] - less) & kWordMask);
            carry >>= kWordBits;
        }
        std::uint32_t& highest = rest_[at + divisor_.size()];
        const std::uint64_t less = carry + borrow;
        const bool is_enough = highest >= less;
        highest = static_cast<std::uint32_t>((highest - less) & kWordMask);
        return is_enough;
    }

    void add_back(std::size_t at) {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < divisor_.size(); ++i) {
            carry += std::uint64_t{rest_[at + i]} + divisor_[i];
            rest_[at + i] = static_cast<std::uint32_t>(carry & kWordMask);
            carry >>= kWordBits;
        }
        // The carry out of the highest word makes up for the borrow out of it.
        rest_[at + divisor_.size()] = static_cast<std::uint32_t>((rest_[at + divisor_.size()] + carry) & kWordMask);
    }

    Words rest_;
    Words divisor_;
};

}  // namespace

std::pair<Words, Words> divide_long(const Words& dividend, const Words& divisor) {
    LEVADA_ASSERT(divisor.size() >= 2 && divisor.back() != 0);
    if (dividend.size() < divisor.size()) {
        return {Words(), dividend};
    }
    const auto bits = static_cast<unsigned>(std::countl_zero(divisor.back()));
    Words high_divisor = shifted_left(divisor, bits);
    high_divisor.pop_back();
    Division division(shifted_left(dividend, bits), std::move(high_divisor));
    Words quotient(dividend.size() - divisor.size() + 1, 0);
    for (std::size_t at = quotient.size(); at-- > 0;) {
        quotient[at] = division.take_word(at);
    }
    Words rest = std::move(division).rest();
    shift_right(rest, bits);
    trim(quotient);
    trim(rest);
    return {std::move(quotient), std::move(rest)};
}

}  // namespace levada::jinja
