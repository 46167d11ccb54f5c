#include <gtest/gtest.h>

#include "levada/airbyte/message_writer.h"

namespace levada::airbyte {
namespace {

TEST(RecordLine, Append) {
    struct Case {
        const char* name;
        const char* record;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"as it is", R"({"a": 1, "b": "x y"})", R"({"a": 1, "b": "x y"})"},
        {"top-level nulls go", R"({"a":null,"b":1,"c":null})", R"({"b":1})"},
        {"nested nulls stay", R"({"a":{"b":null},"c":[null]})", R"({"a":{"b":null},"c":[null]})"},
        {"the word in a text stays", R"({"a":"null","b":" null "})", R"({"a":"null","b":" null "})"},
        {"line breaks go", "{\n  \"a\": [1,\n 2],\n  \"b\": \"x\\n y\"\n}", R"({"a":[1,2],"b":"x\n y"})"},
        {"nulls and blanks", "{ \"a\" : null , \"b\" : { \"c\" : \"}\" } }", R"({"b":{"c":"}"}})"},
        {"escaped quotes", R"({"a\"":null,"b":"\\","c":null})", R"({"b":"\\"})"},
        {"empty", "{}", "{}"},
    };
    for (const Case& c : kCases) {
        std::string out;
        append_record_line(out, c.record);
        EXPECT_EQ(out, c.want) << "case: " << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
