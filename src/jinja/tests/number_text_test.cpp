#include "ops.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(NumberText, Integers) {
    struct Case {
        const char* text;
        unsigned base;
        const char* want;  // Null: no integer.
    };
    constexpr Case kCases[] = {
        {"42", 10, "42"},
        {" -7\n", 10, "-7"},
        {"+1_000", 10, "1000"},
        {"1__0", 10, nullptr},
        {"_1", 10, nullptr},
        {"", 10, nullptr},
        {"0x1F", 16, "31"},
        {"0x1F", 0, "31"},
        {"0x1F", 10, nullptr},
        {"017", 0, nullptr},
        {"00", 0, "0"},
        {"0b11", 0, "3"},
        {"z", 36, "35"},
        {"1.5", 10, nullptr},
        {"- 1", 10, nullptr},
        {"١٢", 10, "12"},
        {"--1", 10, nullptr},
        {"123456789012345678901", 10, "123456789012345678901"},
    };
    for (const Case& c : kCases) {
        const std::optional<Value> got = parse_integer(c.text, c.base);
        ASSERT_EQ(got.has_value(), c.want != nullptr) << "text '" << c.text << "' base " << c.base;
        if (got) {
            EXPECT_EQ(got->str(), c.want) << "text '" << c.text << "'";
        }
    }
}

TEST(NumberText, Reals) {
    struct Case {
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"1.5", "1.5"},
        {" 2 ", "2.0"},
        {"1e400", "inf"},
        {"-inf", "-inf"},
        {"NaN", "nan"},
        {"1_0.5", "10.5"},
        {".5", "0.5"},
        {"5.", "5.0"},
        {"1e-400", "0.0"},
        {"+3", "3.0"},
        {"x", nullptr},
        {"1e", nullptr},
        {"", nullptr},
        {"+-1", nullptr},
        {"0x1p3", nullptr},
    };
    for (const Case& c : kCases) {
        const std::optional<double> got = parse_real(c.text);
        ASSERT_EQ(got.has_value(), c.want != nullptr) << "text '" << c.text << "'";
        if (got) {
            EXPECT_EQ(Value::real(*got).str(), c.want) << "text '" << c.text << "'";
        }
    }
}

}  // namespace levada::jinja
