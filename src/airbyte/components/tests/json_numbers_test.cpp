#include "json_numbers.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(JsonNumbers, AsTheCdkHandsThemOn) {
    struct Case {
        const char* name;
        const char* text;
        BigIntegers big;
        const char* want;  // Null: nothing to change.
    };
    constexpr BigIntegers kFloats = BigIntegers::as_floats;
    constexpr Case kCases[] = {
        {"ordinary", R"({"a":[1,-2.50,true,null,"123456789012345678901"]})", kFloats, nullptr},
        {"the largest of 64 bits", "[18446744073709551615,-9223372036854775808]", kFloats, nullptr},
        {"one more",
         "[18446744073709551616, -9223372036854775809]",
         kFloats,
         "[1.8446744073709552e+19, -9.223372036854776e+18]"},
        {"gigantic", R"({"id":123456789012345678901})", kFloats, R"({"id":1.2345678901234568e+20})"},
        {"gigantic, line by line", R"({"id":123456789012345678901})", BigIntegers::kept, nullptr},
        {"long float", "1.23456789012345678901", kFloats, nullptr},
        {"NaN", R"({"a":NaN,"b":[Infinity,-Infinity],"c":"NaN"})", kFloats, nullptr},
        {"NaN beside a gigantic one", "[NaN,123456789012345678901]", kFloats, nullptr},
        {"a float beyond all doubles beside a gigantic one",
         "[-1E+400,123456789012345678901]",
         kFloats,
         "[-Infinity,123456789012345678901]"},
        {"floats beyond all doubles, line by line", "[1e400,1e308]", BigIntegers::kept, "[Infinity,1e308]"},
        {"a small float beside a gigantic one",
         "[1e-400,true,false,123456789012345678901]",
         kFloats,
         "[1e-400,true,false,1.2345678901234568e+20]"},
    };
    for (const Case& c : kCases) {
        const std::optional<std::string> made = with_cdk_numbers(c.text, c.big);
        ASSERT_EQ(made.has_value(), c.want != nullptr) << c.name;
        if (made) {
            EXPECT_EQ(*made, c.want) << c.name;
        }
    }
}

}  // namespace
}  // namespace levada::airbyte
