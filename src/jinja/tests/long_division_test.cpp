#include "long_division.h"

#include "big_integer.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

using Words = std::vector<std::uint32_t>;

/// The number of those words, made without any division.
BigInteger number_of(const Words& words) {
    BigInteger number;
    for (std::size_t i = words.size(); i-- > 0;) {
        number = number * BigInteger(std::int64_t{1} << 32) + BigInteger(std::int64_t{words[i]});
    }
    return number;
}

/// Words that are often all ones, all zeros or next to them: there guesses of a quotient's word go wrong.
Words random_words(std::mt19937_64& random, std::size_t size) {
    Words words;
    for (std::size_t i = 0; i < size; ++i) {
        constexpr std::uint32_t kEdges[] = {0, 1, 0x7FFF'FFFF, 0x8000'0000, 0x8000'0001, 0xFFFF'FFFE, 0xFFFF'FFFF};
        const std::uint64_t draw = random();
        words.push_back(draw % 3 == 0 ? static_cast<std::uint32_t>(draw >> 32)
                                      : kEdges[(draw >> 8) % std::size(kEdges)]);
    }
    if (!words.empty() && words.back() == 0) {
        words.back() = 1;
    }
    return words;
}

void expect_divided(const Words& dividend, const Words& divisor) {
    const auto [quotient, rest] = divide_long(dividend, divisor);
    const BigInteger left = number_of(rest);
    EXPECT_TRUE(quotient.empty() || quotient.back() != 0);
    EXPECT_TRUE(rest.empty() || rest.back() != 0);
    EXPECT_LT(left, number_of(divisor));
    EXPECT_EQ(number_of(quotient) * number_of(divisor) + left <=> number_of(dividend), std::strong_ordering::equal);
}

}  // namespace

TEST(LongDivision, QuotientTimesDivisorAndRestIsTheDividend) {
    // Goal: exact for any numbers. Method: 20,000 pairs with a fixed seed, checked by multiplying.
    constexpr std::uint64_t kSeed = 20261129;
    std::mt19937_64 random(kSeed);
    for (int i = 0; i < 20'000; ++i) {
        SCOPED_TRACE("seed " + std::to_string(kSeed) + " pair " + std::to_string(i));
        const Words divisor = random_words(random, 2 + random() % 4);
        expect_divided(random_words(random, random() % 9), divisor);
    }
}

TEST(LongDivision, WhereTheGuessIsOneTooMuch) {
    // Goal: the step that adds the divisor back, which random words hardly ever need. Source of the numbers: Knuth,
    // 4.3.1, and Hacker's Delight, 9-2.
    expect_divided({0, 0, 0x8000'0000, 0x7FFF'FFFF}, {1, 0, 0x8000'0000});
    expect_divided({3, 0, 0x8000'0000}, {1, 0, 0x2000'0000});
    expect_divided({0, 0xFFFF'FFFE, 0x8000'0000}, {0xFFFF'FFFF, 0x8000'0000});
}

TEST(LongDivision, LargeNumbers) {
    const BigInteger large = *BigInteger(3).power(160'000) + BigInteger(1);
    const auto [quotient, rest] = BigInteger::divide_floor(large, *BigInteger(3).power(80'000));
    EXPECT_EQ(quotient <=> *BigInteger(3).power(80'000), std::strong_ordering::equal);
    EXPECT_EQ(rest.to_string(), "1");
}

}  // namespace levada::jinja
