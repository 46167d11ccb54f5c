#include "levada/base/json.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Json, FindsAndSets) {
    Json value = Json::object({{"a", Json::object({{"b", 1}})}});
    ASSERT_NE(value.find_path({"a", "b"}), nullptr);
    EXPECT_EQ(value.find_path({"a", "b"})->as_integer(), 1);
    EXPECT_EQ(value.find_path({"a", "c"}), nullptr);
    EXPECT_EQ(value.find("x"), nullptr);
    value["x"].push_back("y");
    value.set("a", 2);
    EXPECT_EQ(value.dump(), R"({"a":2,"x":["y"]})");
    EXPECT_TRUE(value.erase("a"));
    EXPECT_FALSE(value.erase("a"));
    EXPECT_EQ(value.string_or("none", "other"), "other");
    EXPECT_EQ(value.integer_or("none", 4), 4);
    EXPECT_TRUE(value.boolean_or("none", true));
}

TEST(Json, EqualsAsPythonDoes) {
    struct Case {
        const char* a;
        const char* b;
        bool want;
    };
    constexpr Case kCases[] = {
        {"1", "1.0", true},
        {R"({"a":1,"b":2})", R"({"b":2,"a":1})", true},
        {"[1,2]", "[2,1]", false},
        {"123456789012345678901", "123456789012345678901", true},
        {"123456789012345678901", "123456789012345678902", false},
        {"\"1\"", "1", false},
        {"null", "false", false},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(parse_json(c.a).value() == parse_json(c.b).value(), c.want) << c.a << " and " << c.b;
    }
}

}  // namespace
}  // namespace levada
