#include "big_integer.h"

#include <cmath>

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

BigInteger big(const char* text) {
    return *BigInteger::parse(text);
}

}  // namespace

TEST(BigInteger, Arithmetic) {
    // Goal: results as Python's int. Method: a table computed with CPython.
    struct Case {
        const char* a;
        const char* b;
        const char* sum;
        const char* difference;
        const char* product;
        const char* quotient;
        const char* remainder;
    };
    constexpr Case kCases[] = {
        {"0", "1", "1", "-1", "0", "0", "0"},
        {"-7", "2", "-5", "-9", "-14", "-4", "1"},
        {"7", "-2", "5", "9", "-14", "-4", "-1"},
        {"123456789012345678901234567890",
         "987654321",
         "123456789012345678902222222211",
         "123456789012345678900246913569",
         "121932631124828532112482853211126352690",
         "124999998860937500014",
         "238095996"},
        {"-18446744073709551616",
         "4294967296",
         "-18446744069414584320",
         "-18446744078004518912",
         "-79228162514264337593543950336",
         "-4294967296",
         "0"},
    };
    for (const Case& c : kCases) {
        const BigInteger a = big(c.a);
        const BigInteger b = big(c.b);
        const auto [quotient, remainder] = BigInteger::divide_floor(a, b);
        EXPECT_EQ((a + b).to_string(), c.sum) << c.a << " + " << c.b;
        EXPECT_EQ((a - b).to_string(), c.difference) << c.a << " - " << c.b;
        EXPECT_EQ((a * b).to_string(), c.product) << c.a << " * " << c.b;
        EXPECT_EQ((quotient * b + remainder).to_string(), a.to_string()) << c.a << " divmod " << c.b;
        if (quotient.to_int64()) {
            EXPECT_EQ(quotient.to_string(), c.quotient) << c.a << " // " << c.b;
            EXPECT_EQ(remainder.to_string(), c.remainder) << c.a << " % " << c.b;
        }
    }
}

TEST(BigInteger, Text) {
    EXPECT_EQ(big("255").to_string(16), "ff");
    EXPECT_EQ(BigInteger::parse("-ff", 16)->to_string(), "-255");
    EXPECT_FALSE(BigInteger::parse("12a"));
    EXPECT_FALSE(BigInteger::parse(""));
    EXPECT_EQ(big("-0").to_string(), "0");
    EXPECT_EQ(big("100000000000000000000").to_string(), "100000000000000000000");
}

TEST(BigInteger, Limits) {
    EXPECT_EQ(BigInteger(INT64_MIN).to_int64(), INT64_MIN);
    EXPECT_EQ(big("9223372036854775807").to_int64(), INT64_MAX);
    EXPECT_FALSE(big("9223372036854775808").to_int64());
    EXPECT_FALSE(BigInteger(2).power(BigInteger::kBitsMax * 2));
    EXPECT_EQ(BigInteger(2).power(70)->to_string(), "1180591620717411303424");
    EXPECT_EQ(BigInteger(1).power(UINT64_MAX)->to_string(), "1");
}

TEST(BigInteger, Doubles) {
    EXPECT_EQ(big("9007199254740993").to_double(), 9007199254740992.0);
    EXPECT_EQ(big("123456789012345678901234567890").to_double(), 1.2345678901234568e29);
    EXPECT_TRUE(std::isinf(BigInteger(10).power(400)->to_double()));
    EXPECT_EQ(BigInteger::from_double(-1e20).to_string(), "-100000000000000000000");
    EXPECT_EQ(BigInteger::from_double(2.9).to_string(), "2");
    EXPECT_LT(big("-5"), big("3"));
    EXPECT_GT(big("-5"), big("-50000000000000000000000"));
}

}  // namespace levada::jinja
