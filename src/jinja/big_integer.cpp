#include "big_integer.h"

#include "long_division.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "levada/base/ascii.h"

namespace levada::jinja {

namespace {

constexpr unsigned kWordBits = 32;

int digit_value(char c) {
    if (is_ascii_digit(c)) {
        return c - '0';
    }
    if (is_ascii_lower(c)) {
        return c - 'a' + 10;
    }
    if (is_ascii_upper(c)) {
        return c - 'A' + 10;
    }
    return -1;
}

}  // namespace

BigInteger::BigInteger(std::int64_t value) : negative_(value < 0) {
    std::uint64_t magnitude = static_cast<std::uint64_t>(value);
    if (negative_) {
        magnitude = 0 - magnitude;
    }
    while (magnitude != 0) {
        words_.push_back(static_cast<std::uint32_t>(magnitude));
        magnitude >>= kWordBits;
    }
}

BigInteger::BigInteger(Words words, bool negative) : words_(std::move(words)), negative_(negative) {
    trim(words_);
    if (words_.empty()) {
        negative_ = false;
    }
}

void BigInteger::trim(Words& words) {
    while (!words.empty() && words.back() == 0) {
        words.pop_back();
    }
}

std::optional<BigInteger> BigInteger::parse(std::string_view text, unsigned base) {
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return std::nullopt;
    }
    Words words;
    for (const char c : text) {
        const int digit = digit_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= base) {
            return std::nullopt;
        }
        std::uint64_t carry = static_cast<std::uint64_t>(digit);
        for (std::uint32_t& word : words) {
            carry += std::uint64_t{word} * base;
            word = static_cast<std::uint32_t>(carry);
            carry >>= kWordBits;
        }
        if (carry != 0) {
            words.push_back(static_cast<std::uint32_t>(carry));
        }
    }
    return BigInteger(std::move(words), negative);
}

BigInteger BigInteger::from_double(double value) {
    int exponent = 0;
    const double mantissa = std::frexp(std::fabs(std::trunc(value)), &exponent);
    constexpr int kMantissaBits = 53;
    BigInteger result(static_cast<std::int64_t>(std::ldexp(mantissa, kMantissaBits)));
    const int shift = exponent - kMantissaBits;
    if (shift > 0) {
        result = result * power_of_two(static_cast<std::size_t>(shift));
    } else if (shift < 0) {
        result = divide_floor(result, power_of_two(static_cast<std::size_t>(-shift))).first;
    }
    return std::signbit(value) ? result.negated() : result;
}

std::size_t BigInteger::bit_count() const {
    if (words_.empty()) {
        return 0;
    }
    return words_.size() * kWordBits - static_cast<std::size_t>(std::countl_zero(words_.back()));
}

std::optional<std::int64_t> BigInteger::to_int64() const {
    if (words_.size() > 2) {
        return std::nullopt;
    }
    std::uint64_t magnitude = 0;
    for (std::size_t i = words_.size(); i-- > 0;) {
        magnitude = (magnitude << kWordBits) | words_[i];
    }
    constexpr std::uint64_t kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (negative_ && magnitude <= kMax + 1) {
        return static_cast<std::int64_t>(0 - magnitude);
    }
    if (!negative_ && magnitude <= kMax) {
        return static_cast<std::int64_t>(magnitude);
    }
    return std::nullopt;
}

double BigInteger::to_double() const {
    // Takes the top 64 bits and folds all lower ones into a sticky bit, so that the one rounding is to nearest even.
    const std::size_t bits = bit_count();
    if (bits <= 64) {
        std::uint64_t magnitude = 0;
        for (std::size_t i = words_.size(); i-- > 0;) {
            magnitude = (magnitude << kWordBits) | words_[i];
        }
        const double value = static_cast<double>(magnitude);
        return negative_ ? -value : value;
    }
    const std::size_t shift = bits - 64;
    std::uint64_t top = 0;
    bool sticky = false;
    for (std::size_t bit = 0; bit < shift; ++bit) {
        sticky = sticky || ((words_[bit / kWordBits] >> (bit % kWordBits)) & 1U) != 0;
    }
    for (std::size_t i = 0; i < 64; ++i) {
        const std::size_t bit = shift + i;
        top |= std::uint64_t{(words_[bit / kWordBits] >> (bit % kWordBits)) & 1U} << i;
    }
    const double value =
        std::ldexp(static_cast<double>(top | (sticky ? 1U : 0U)), static_cast<int>(std::min<std::size_t>(shift, 5000)));
    return negative_ ? -value : value;
}

std::string BigInteger::to_string(unsigned base) const {
    if (words_.empty()) {
        return "0";
    }
    // Takes several digits at a time: the largest power of the base that fits a word.
    std::uint32_t chunk = base;
    unsigned chunk_digits = 1;
    while (std::uint64_t{chunk} * base <= std::numeric_limits<std::uint32_t>::max()) {
        chunk *= base;
        ++chunk_digits;
    }
    std::string reversed;
    Words rest = words_;
    while (!rest.empty()) {
        auto [quotient, remainder] = divide(rest, chunk);
        rest = std::move(quotient);
        for (unsigned i = 0; i < chunk_digits && (remainder != 0 || !rest.empty()); ++i) {
            reversed += "0123456789abcdefghijklmnopqrstuvwxyz"[remainder % base];
            remainder /= base;
        }
    }
    if (negative_) {
        reversed += '-';
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

BigInteger BigInteger::negated() const {
    return BigInteger(words_, !negative_);
}

std::strong_ordering BigInteger::compare(const Words& a, const Words& b) {
    if (a.size() != b.size()) {
        return a.size() <=> b.size();
    }
    for (std::size_t i = a.size(); i-- > 0;) {
        if (a[i] != b[i]) {
            return a[i] <=> b[i];
        }
    }
    return std::strong_ordering::equal;
}

BigInteger::Words BigInteger::add(const Words& a, const Words& b) {
    Words sum;
    sum.reserve(std::max(a.size(), b.size()) + 1);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        carry += (i < a.size() ? a[i] : 0U);
        carry += (i < b.size() ? b[i] : 0U);
        sum.push_back(static_cast<std::uint32_t>(carry));
        carry >>= kWordBits;
    }
    sum.push_back(static_cast<std::uint32_t>(carry));
    return sum;
}

BigInteger::Words BigInteger::subtract(const Words& larger, const Words& smaller) {
    Words difference;
    difference.reserve(larger.size());
    std::int64_t borrow = 0;
    for (std::size_t i = 0; i < larger.size(); ++i) {
        std::int64_t word = std::int64_t{larger[i]} - borrow - (i < smaller.size() ? std::int64_t{smaller[i]} : 0);
        borrow = word < 0 ? 1 : 0;
        word += borrow << kWordBits;
        difference.push_back(static_cast<std::uint32_t>(word));
    }
    return difference;
}

BigInteger operator+(const BigInteger& a, const BigInteger& b) {
    if (a.negative_ == b.negative_) {
        return BigInteger(BigInteger::add(a.words_, b.words_), a.negative_);
    }
    if (BigInteger::compare(a.words_, b.words_) >= 0) {
        return BigInteger(BigInteger::subtract(a.words_, b.words_), a.negative_);
    }
    return BigInteger(BigInteger::subtract(b.words_, a.words_), b.negative_);
}

BigInteger operator-(const BigInteger& a, const BigInteger& b) {
    return a + b.negated();
}

BigInteger operator*(const BigInteger& a, const BigInteger& b) {
    BigInteger::Words product(a.words_.size() + b.words_.size(), 0);
    for (std::size_t i = 0; i < a.words_.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < b.words_.size(); ++j) {
            carry += std::uint64_t{a.words_[i]} * b.words_[j] + product[i + j];
            product[i + j] = static_cast<std::uint32_t>(carry);
            carry >>= kWordBits;
        }
        product[i + b.words_.size()] = static_cast<std::uint32_t>(carry);
    }
    return BigInteger(std::move(product), a.negative_ != b.negative_);
}

std::pair<BigInteger::Words, std::uint32_t> BigInteger::divide(const Words& dividend, std::uint32_t divisor) {
    Words quotient(dividend.size(), 0);
    std::uint64_t remainder = 0;
    for (std::size_t i = dividend.size(); i-- > 0;) {
        remainder = (remainder << kWordBits) | dividend[i];
        quotient[i] = static_cast<std::uint32_t>(remainder / divisor);
        remainder %= divisor;
    }
    trim(quotient);
    return {std::move(quotient), static_cast<std::uint32_t>(remainder)};
}

std::pair<BigInteger::Words, BigInteger::Words> BigInteger::divide(const Words& dividend, const Words& divisor) {
    if (divisor.size() == 1) {
        auto [quotient, remainder] = divide(dividend, divisor[0]);
        Words rest{remainder};
        trim(rest);
        return {std::move(quotient), std::move(rest)};
    }
    return divide_long(dividend, divisor);
}

std::pair<BigInteger, BigInteger> BigInteger::divide_floor(const BigInteger& dividend, const BigInteger& divisor) {
    auto [words, rest] = divide(dividend.words_, divisor.words_);
    BigInteger quotient(std::move(words), dividend.negative_ != divisor.negative_);
    BigInteger remainder(std::move(rest), dividend.negative_);
    if (!remainder.is_zero() && dividend.negative_ != divisor.negative_) {
        quotient = quotient - BigInteger(1);
        remainder = remainder + divisor;
    }
    return {std::move(quotient), std::move(remainder)};
}

BigInteger BigInteger::power_of_two(std::size_t exponent) {
    Words words(exponent / kWordBits + 1, 0);
    words.back() = std::uint32_t{1} << (exponent % kWordBits);
    return {std::move(words), false};
}

std::optional<BigInteger> BigInteger::power(std::uint64_t exponent) const {
    const std::size_t bits = bit_count();
    if (bits > 1 && exponent > kBitsMax / (bits - 1)) {
        return std::nullopt;
    }
    BigInteger result(1);
    BigInteger base = *this;
    while (exponent != 0) {
        if ((exponent & 1U) != 0) {
            result = result * base;
        }
        exponent >>= 1U;
        if (exponent != 0) {
            base = base * base;
        }
    }
    return result;
}

std::strong_ordering operator<=>(const BigInteger& a, const BigInteger& b) {
    if (a.negative_ != b.negative_) {
        return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    const std::strong_ordering order = BigInteger::compare(a.words_, b.words_);
    return a.negative_ ? 0 <=> order : order;
}

}  // namespace levada::jinja
