#include "json_check.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(JsonCheck, Accepts) {
    for (const char* text : {"{}",
                             "[]",
                             " {\"a\": [1, -2.5e3, true, false, null, \"x\\n\"]} ",
                             "0",
                             "\"x\"",
                             "NaN",
                             "[Infinity, -Infinity]",
                             "123456789012345678901234567890",
                             "\"\\ud800\"",
                             "[[[[]]]]",
                             "{\"a\":{\"b\":[{}]}}"}) {
        EXPECT_TRUE(is_json(text)) << text;
    }
}

TEST(JsonCheck, NumbersThatTheCdkChanges) {
    for (const char* text : {"[1234567890123456789]", "[1e100]", "[-1.5E+400]", "{\"a\":1e0400}", "1e400"}) {
        EXPECT_EQ(json_kind(text), JsonKind::odd) << text;
    }
    for (const char* text : {"[123456789012345678]",
                             "[1e99]",
                             "[-1.5E-10]",
                             "[1e-100]",
                             "[1E+99]",
                             "[false,true,null,NaN]",
                             "[\"1e100\"]"}) {
        EXPECT_EQ(json_kind(text), JsonKind::plain) << text;
    }
}

TEST(JsonCheck, Refuses) {
    for (const char* text : {"",
                             "{",
                             "[1,]",
                             "{\"a\":1,}",
                             "{a:1}",
                             "01",
                             "1.",
                             "+1",
                             "'x'",
                             "\"a\nb\"",
                             "[1] 2",
                             "nul",
                             "\"\\x\"",
                             "{\"a\" 1}",
                             "\"\xFF\"",
                             "[NaN,",
                             "<html>",
                             "]"}) {
        EXPECT_FALSE(is_json(text)) << text;
    }
}

TEST(JsonCheck, DepthIsLimited) {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '[') + "NaN" +
               std::string(static_cast<std::size_t>(depth), ']');
    };
    EXPECT_TRUE(is_json(nested(kJsonCheckDepthMax)));
    EXPECT_FALSE(is_json(nested(kJsonCheckDepthMax + 1)));
}

TEST(JsonCheck, TokensThatStickTogether) {
    for (const char* text : {"[1\"a\"]",          "[\"a\"1]",    "[\"a\"\"b\"]", "[true\"a\"]", "[1\\\"]",
                             "{\\\"a\":1}",       "[truefalse]", "[nulll]",      "[1,,2]",      "[,1]",
                             "{\"a\":1 \"b\":2}", "{\"a\":}",    "{\"a\":1]",    "[1}",         "[1]]",
                             "{\"a\":1,2}",       "{[1]}",       "[1 2]",        "[-]",         "[1e]",
                             "[\"\\u12g4\"]"}) {
        EXPECT_FALSE(is_json(text)) << text;
    }
}

TEST(JsonCheck, ManyTextsOneAfterTheOther) {
    // Goal: the memory kept from the text before does not matter. Method: sizes that grow and shrink.
    for (const int size : {1, 100'000, 10, 300'000, 5}) {
        const std::string text = "[\"" + std::string(static_cast<std::size_t>(size), 'x') + "\",{\"k\":[1]}]";
        EXPECT_TRUE(is_json(text)) << size << " bytes";
        EXPECT_FALSE(is_json(std::string_view(text).substr(0, text.size() - 1))) << size << " bytes, cut off";
    }
}

}  // namespace
}  // namespace levada::airbyte
