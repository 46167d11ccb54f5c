#include "json_scan.h"

#include <string>

#include <gtest/gtest.h>

namespace levada::airbyte::scan {
namespace {

TEST(JsonScan, Members) {
    Members members(R"( {"a" : [1,{"x":"]}"}], "b\"":"y" ,"c":-1.5e3, "d":{} } )");
    std::string all;
    Member member;
    while (members.next(member)) {
        all += std::string(member.key) + "=" + std::string(member.value) + ";";
    }
    EXPECT_EQ(all, R"("a"=[1,{"x":"]}"}];"b\""="y";"c"=-1.5e3;"d"={};)");
    Members none("[1]");
    EXPECT_FALSE(none.next(member));
}

TEST(JsonScan, Items) {
    Items items(R"([ 1 , "a,b" ,[2, 3], {"k":[4]} ])");
    std::string all;
    std::string_view item;
    while (items.next(item)) {
        all += std::string(item) + ";";
    }
    EXPECT_EQ(all, R"(1;"a,b";[2, 3];{"k":[4]};)");
    Items none("[]");
    EXPECT_FALSE(none.next(item));
}

TEST(JsonScan, CutOffTextEndsTheWalk) {
    for (const std::string_view text : {"{\"a", "{\"a\"", "{\"a\":", "{\"a\":\"x", "{\"a\":[1,", "{\"a\":\"\\"}) {
        Members members(text);
        Member member;
        int count = 0;
        while (members.next(member) && count < 10) {
            ++count;
        }
        EXPECT_LE(count, 1) << text;
    }
}

TEST(JsonScan, Keys) {
    EXPECT_TRUE(key_equals("\"a\"", "a"));
    EXPECT_TRUE(key_equals("\"\\u0061\"", "a"));
    EXPECT_FALSE(key_equals("\"a\"", "b"));
    EXPECT_FALSE(key_equals("\"\\n\"", "\\n"));
    EXPECT_TRUE(key_equals("\"a\\\\b\"", "a\\b"));
    EXPECT_FALSE(key_equals("\"a\\\\b\"", "a\\\\b"));
    EXPECT_TRUE(key_equals("\"ab\\u0063\"", "abc"));
    EXPECT_FALSE(key_equals("\"ab\"", "abc"));
    EXPECT_FALSE(key_equals("\"abcd\"", "abc"));
    EXPECT_TRUE(key_equals("\"\"", ""));
}

TEST(JsonScan, Truth) {
    for (const char* text : {"null", "false", "0", "0.0", "-0", "0e5", "\"\"", "[]", "[ ]", "{}", "{ }", ""}) {
        EXPECT_FALSE(is_truthy(text)) << text;
    }
    for (const char* text : {"true", "1", "0.5", "-1", "\"0\"", "[0]", "{\"a\":0}", "10", "NaN", "-Infinity"}) {
        EXPECT_TRUE(is_truthy(text)) << text;
    }
}

TEST(JsonScan, Trim) {
    EXPECT_EQ(trim(" \n a b\t\r"), "a b");
    EXPECT_EQ(trim("  "), "");
}

}  // namespace
}  // namespace levada::airbyte::scan
