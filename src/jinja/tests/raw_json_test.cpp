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
    EXPECT_EQ(raw_size(kObject), 9U);
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
