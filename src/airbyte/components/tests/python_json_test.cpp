#include "levada/airbyte/components/python_json.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(PythonJson, Texts) {
    struct Case {
        const char* json;
        const char* str;
        bool truth;
    };
    constexpr Case kCases[] = {
        {"null", "None", false},
        {"true", "True", true},
        {"0", "0", false},
        {"1.0", "1.0", true},
        {"\"a\"", "a", true},
        {"\"\"", "", false},
        {"[]", "[]", false},
        {"[1,\"a\"]", "[1, 'a']", true},
        {R"({"a":null})", "{'a': None}", true},
        {"{}", "{}", false},
        {"12345678901234567890", "12345678901234567890", true},
    };
    for (const Case& c : kCases) {
        const Json value = parse_json(c.json).value();
        EXPECT_EQ(python_str(value), c.str) << c.json;
        EXPECT_EQ(python_truth(value), c.truth) << c.json;
    }
    EXPECT_EQ(python_repr(Json("a")), "'a'");
}

TEST(PythonJson, SortedText) {
    EXPECT_EQ(sorted_json_text(parse_json(R"({"b":[{"z":1,"y":2}],"a":"x"})").value()),
              R"({"a":"x","b":[{"y":2,"z":1}]})");
}

}  // namespace
}  // namespace levada::airbyte
