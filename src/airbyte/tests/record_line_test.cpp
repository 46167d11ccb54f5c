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
        {"nulls and blanks", "{ \"a\" : null , \"b\" : { \"c\" : \"}\" } }", R"({ "b" : { "c" : "}" } })"},
        {"nulls, blanks and line breaks", "{\n\"a\" : null ,\n\"b\" : [ null ]}", R"({"b":[null]})"},
        {"all nulls", R"({"a":null , "b":null})", "{}"},
        {"the last ones go", R"({"a":1 , "b":null,"c" : null })", R"({"a":1 })"},
        {"a key of escapes", R"({"k":1,"\\\"n\\":null,"z":"\\"})", R"({"k":1,"z":"\\"})"},
        {"no object", "[null]", "[null]"},
        {"NaN is a null that stays", R"({"a":NaN,"b":null,"c":[NaN, -Infinity]})", R"({"a":null,"c":[null, null]})"},
        {"infinities", R"({"a":-Infinity,"n":"NaN","i":Infinity})", R"({"a":null,"n":"NaN","i":null})"},
        {"NaN and line breaks", "{\"a\":NaN,\n\"b\":[-Infinity],\"c\":null}", R"({"a":null,"b":[null]})"},
        {"NaN as the whole", "NaN", "null"},
        {"escaped quotes", R"({"a\"":null,"b":"\\","c":null})", R"({"b":"\\"})"},
        {"empty", "{}", "{}"},
    };
    for (const Case& c : kCases) {
        std::string out;
        append_record_line(out, c.record);
        EXPECT_EQ(out, c.want) << "case: " << c.name;
    }
}

TEST(RecordLine, Blocks) {
    // Goal: strings, escapes and nesting are followed across the blocks of 64 bytes. Method: the same members behind a
    // text of every length, with and without escapes at its end.
    for (std::size_t size = 0; size < 200; ++size) {
        for (const char* end : {"", R"(\\)", R"(\")", R"(\\\")"}) {
            const std::string head = R"({"t":")" + std::string(size, '{') + end + R"(",)";
            std::string out;
            append_record_line(out, head + R"("gone\"":null,"a":[{"b":null}],"x":NaN,"y":-Infinity,"gone too":null})");
            EXPECT_EQ(out, head + R"("a":[{"b":null}],"x":null,"y":null})")
                << "text of " << size << " bytes, end " << end;
        }
    }
}

}  // namespace
}  // namespace levada::airbyte
