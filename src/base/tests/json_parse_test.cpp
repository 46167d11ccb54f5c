#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada {
namespace {

TEST(ParseJson, ReadsWhatPythonReads) {
    struct Case {
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {" {\"b\" : 1, \"a\" : [true, false, null]} ", R"({"b":1,"a":[true,false,null]})"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775809", "-9223372036854775809"},
        {"1e2", "100.0"},
        {"0.1", "0.1"},
        {"1e16", "1e+16"},
        {"\"\\u00e9\\ud83d\\ude00\\n\"", "\"é😀\\n\""},
        {R"({"a":1,"a":2})", R"({"a":2})"},
        {"NaN", "NaN"},
        {"[]", "[]"},
        {"{}", "{}"},
    };
    for (const Case& c : kCases) {
        const auto value = parse_json(c.text);
        ASSERT_TRUE(value) << c.text << ": " << value.error().to_string();
        EXPECT_EQ(value->dump(), c.want) << c.text;
    }
}

TEST(ParseJson, RefusesWithTheLine) {
    const char* const kCases[] = {"",
                                  "{",
                                  "[1,]",
                                  "{\"a\"}",
                                  "{a:1}",
                                  "01",
                                  "1.",
                                  "1e",
                                  "tru",
                                  "\"open",
                                  "\"\\x\"",
                                  "\"\\u12\"",
                                  "[1] 2",
                                  "nul",
                                  "-",
                                  "+1",
                                  "'a'"};
    for (const char* text : kCases) {
        const auto value = parse_json(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code(), ErrorCode::invalid_data) << text;
    }
    EXPECT_NE(parse_json("{\n\n x").error().message().find("line 3"), std::string::npos);
}

TEST(ParseJson, LimitsNesting) {
    const std::string deep(kJsonDepthMax * 2, '[');
    EXPECT_FALSE(parse_json(deep));
}

TEST(ParseJson, KnowsTheLineOfAValue) {
    const Json value = parse_json("{\n\"a\": 1,\n\"b\": [\n2]}").value();
    EXPECT_EQ(value.find("a")->line(), 2U);
    EXPECT_EQ(value.find("b")->as_array()[0].line(), 4U);
}

}  // namespace
}  // namespace levada
