#include "json_tokens.h"

#include <string_view>

#include <gtest/gtest.h>

namespace levada::airbyte::tokens {
namespace {

struct Case {
    std::string_view text;
    int want;  ///< bytes of the token, -1 for none
};

int size_of(const char* after, std::string_view text) {
    return after == nullptr ? -1 : static_cast<int>(after - text.data());
}

TEST(JsonTokens, Strings) {
    constexpr Case kCases[] = {{R"("")", 2},
                               {R"("ab",)", 4},
                               {R"("a\"b")", 6},
                               {R"("\u00e9")", 8},
                               {R"("\ud800")", 8},
                               {R"("\u00g9")", -1},
                               {R"("\x")", -1},
                               {R"("a)", -1},
                               {R"("\)", -1},
                               {"\"a\tb\"", -1},
                               {"x", -1},
                               {"", -1}};
    for (const Case& c : kCases) {
        EXPECT_EQ(size_of(after_string(c.text.data(), c.text.data() + c.text.size()), c.text), c.want) << c.text;
    }
}

TEST(JsonTokens, Scalars) {
    constexpr Case kCases[] = {{"0", 1},        {"-0.5e+10,", 8},  {"12345678901234567890123", 23},
                               {"01", 1},       {"1.", -1},        {"1e", -1},
                               {"1e-", -1},     {"-", -1},         {"+1", -1},
                               {".5", -1},      {"true]", 4},      {"tru", -1},
                               {"false", 5},    {"null", 4},       {"NaN", 3},
                               {"Infinity", 8}, {"-Infinity}", 9}, {"-Inf", -1},
                               {"", -1},        {"x", -1}};
    for (const Case& c : kCases) {
        EXPECT_EQ(size_of(after_scalar(c.text.data(), c.text.data() + c.text.size()), c.text), c.want) << c.text;
    }
}

}  // namespace
}  // namespace levada::airbyte::tokens
