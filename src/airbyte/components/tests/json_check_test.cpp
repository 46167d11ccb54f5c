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
        EXPECT_TRUE(is_json(text, 0)) << text;
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
        EXPECT_FALSE(is_json(text, 0)) << text;
    }
}

TEST(JsonCheck, DepthIsLimited) {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '[') + "NaN" +
               std::string(static_cast<std::size_t>(depth), ']');
    };
    EXPECT_TRUE(is_json(nested(kJsonCheckDepthMax), 0));
    EXPECT_FALSE(is_json(nested(kJsonCheckDepthMax + 1), 0));
}

TEST(JsonCheck, ReadsInPlace) {
    std::string text = "{\"a\":1}";
    text.reserve(text.size() + 64);
    EXPECT_TRUE(is_json(text, text.capacity()));
}

}  // namespace
}  // namespace levada::airbyte
