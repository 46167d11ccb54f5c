#include "raw_json.h"

#include <string>

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(RawJson, Finds) {
    // Goal: the bytes of a member are found without parsing. Method: one object, many keys.
    constexpr std::string_view kObject =
        R"( {"a" : 1, "b":{"a":[1,{"x":"}"}]},"quo\"te":"x","é":"long text that has more than sixteen bytes, \"quoted\"","n":null,)"
        R"("u\u0041":-1.5e3,"big":12345678901234567890,"t":true,"last":[] } )";
    struct Case {
        const char* key;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"a", "1"},
        {"b", R"({'a': [1, {'x': '}'}]})"},
        {"quo\"te", "'x'"},
        {"é", R"('long text that has more than sixteen bytes, "quoted"')"},
        {"n", "None"},
        {"uA", "-1500.0"},
        {"big", "12345678901234567890"},
        {"t", "True"},
        {"last", "[]"},
    };
    for (const Case& c : kCases) {
        const auto found = raw_find(kObject, c.key);
        ASSERT_TRUE(found.has_value()) << "key " << c.key;
        EXPECT_EQ(raw_value(*found, nullptr).repr(), c.want) << "key " << c.key;
    }
    EXPECT_FALSE(raw_find(kObject, "x"));
}

TEST(RawJson, TheLastOfRepeatedKeysCounts) {
    // Goal: a key that comes twice means its last value, however it is written and wherever it stands. Method: objects
    // with repeated keys, keys that only look repeated, and each distance to the end.
    struct Case {
        const char* name;
        const char* object;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"twice", R"({"a":1,"a":2})", "2"},
        {"three times", R"({"a":1,"b":0,"a":2,"a":3})", "3"},
        {"spelt with an escape", R"({"a":1,"\u0061":2})", "2"},
        {"only a value", R"({"a":1,"b":"a"})", "1"},
        {"only in a text", R"({"a":1,"b":"x \"a\": 5"})", "1"},
        {"only further in", R"({"a":1,"b":{"a":2}})", "1"},
        {"the start of another key", R"({"a":1,"ab":2})", "1"},
        {"the end of another key", R"({"a":1,"ba":2})", "1"},
        {"the end of the text", R"({"a":1,"b":"a)", "1"},
    };
    for (const Case& c : kCases) {
        const auto found = raw_find(c.object, "a");
        ASSERT_TRUE(found.has_value()) << c.name;
        EXPECT_EQ(*found, c.want) << c.name;
    }
    for (std::size_t size = 0; size < 70; ++size) {
        const std::string between = R"(,"x":")" + std::string(size, 'y') + "\"";
        EXPECT_EQ(raw_find(R"({"key":1)" + between + R"(,"key":2})", "key"), "2") << size << " bytes between";
        EXPECT_EQ(raw_find(R"({"key":1)" + between + "}", "key"), "1") << size << " bytes behind";
    }
}

TEST(RawJson, BrokenTextEndsTheWalk) {
    // Goal: text that is no JSON is never read past its end. Method: every prefix of a document, exactly sized.
    const std::string whole = R"({"key":[1,"two\\",{"three":null}],"other":"\u00e9\"x","z":1})";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const std::string cut(whole.data(), size);
        const std::string exact(cut.begin(), cut.end());
        std::size_t members = 0;
        for (RawWalk walk(exact); walk.next();) {
            (void)raw_value(walk.value(), nullptr).repr();
            ++members;
        }
        EXPECT_LE(members, 3U) << "prefix of " << size << " bytes";
    }
}

TEST(RawJson, Strings) {
    const auto unescaped = [](std::string_view text) {
        std::string out;
        append_unescaped(out, text);
        return out;
    };
    EXPECT_EQ(unescaped(R"(a\n\t\"\\\/\u00e9\ud83d\ude00)"), "a\n\t\"\\/é😀");
    EXPECT_EQ(unescaped(R"(\u12)"), "12");
    EXPECT_TRUE(raw_text("plain", nullptr).is_string());
    EXPECT_EQ(raw_value("1e999", nullptr).str(), "inf");
    EXPECT_EQ(raw_value("-0", nullptr).str(), "0");
}

}  // namespace levada::jinja
