#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace levada::jinja {

/// An integer of any size: what Python's int becomes beyond 64 bits. A value type.
class BigInteger {
public:
    /// Largest result of power() and multiply(), about 79,000 decimal digits: one operation takes some milliseconds.
    static constexpr std::size_t kBitsMax = std::size_t{1} << 18U;

    BigInteger() = default;
    explicit BigInteger(std::int64_t value);
    /// Digits of `base` (2 to 36) with an optional sign, nothing else; nothing when `text` is no such number.
    static std::optional<BigInteger> parse(std::string_view text, unsigned base = 10);
    /// Truncates towards zero; `value` must be finite.
    static BigInteger from_double(double value);

    bool is_negative() const { return negative_; }
    bool is_zero() const { return words_.empty(); }
    std::size_t bit_count() const;
    std::optional<std::int64_t> to_int64() const;
    /// Nearest double; infinite beyond its range.
    double to_double() const;
    std::string to_string(unsigned base = 10) const;

    BigInteger negated() const;
    friend BigInteger operator+(const BigInteger& a, const BigInteger& b);
    friend BigInteger operator-(const BigInteger& a, const BigInteger& b);
    friend BigInteger operator*(const BigInteger& a, const BigInteger& b);
    /// Quotient rounded towards minus infinity and the remainder with the divisor's sign. `divisor` is not zero.
    static std::pair<BigInteger, BigInteger> divide_floor(const BigInteger& dividend, const BigInteger& divisor);
    /// 2 to the power of `exponent`, of any size: for the caller to bound.
    static BigInteger power_of_two(std::size_t exponent);
    /// Nothing when the result would exceed kBitsMax.
    std::optional<BigInteger> power(std::uint64_t exponent) const;

    friend std::strong_ordering operator<=>(const BigInteger& a, const BigInteger& b);
    bool operator==(const BigInteger& other) const = default;

private:
    using Words = std::vector<std::uint32_t>;
    BigInteger(Words words, bool negative);

    static std::strong_ordering compare(const Words& a, const Words& b);
    static Words add(const Words& a, const Words& b);
    static Words subtract(const Words& larger, const Words& smaller);
    static std::pair<Words, Words> divide(const Words& dividend, const Words& divisor);
    static std::pair<Words, std::uint32_t> divide(const Words& dividend, std::uint32_t divisor);
    static void trim(Words& words);

    Words words_;  // Little-endian, without leading zeros; zero has none.
    bool negative_ = false;
};

}  // namespace levada::jinja
