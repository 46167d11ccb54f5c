#include "json_text.h"

#include "objects.h"

#include <limits>

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

std::string dumped(const Value& value, const JsonStyle& style = JsonStyle()) {
    std::string out;
    const auto done = append_python_json(out, value, style);
    return done ? out : "!" + std::string(done.error().python_class());
}

}  // namespace

TEST(JsonText, AsJsonDumps) {
    const Value value =
        Value::dict({{Value::borrowed("b"), Value::list({Value::integer(1), Value::none(), Value::real(1.5)})},
                     {Value::integer(1), Value::borrowed("é😀\n\"")}});
    EXPECT_EQ(dumped(value), R"({"b": [1, null, 1.5], "1": "\u00e9\ud83d\ude00\n\""})");
    JsonStyle indented;
    indented.indent = 2;
    EXPECT_EQ(dumped(Value::list({Value::integer(1), Value::list({})}), indented), "[\n  1,\n  []\n]");
    EXPECT_EQ(dumped(Value::real(std::numeric_limits<double>::infinity())), "Infinity");
    EXPECT_EQ(dumped(Value::undefined("x")), "!TypeError");
    JsonStyle sorted;
    sorted.sort_keys = true;
    EXPECT_EQ(dumped(value, sorted), "!TypeError");
    EXPECT_EQ(dumped(Value::raw_json(R"({"b":1,"a":2})"), sorted), R"({"a": 2, "b": 1})");
}

TEST(JsonText, Circles) {
    const Value list = Value::list({});
    list.as<ListObject>().items.push_back(list);
    EXPECT_EQ(dumped(list), "!ValueError");
    list.as<ListObject>().items.clear();
}

TEST(JsonText, Compact) {
    std::string out;
    ASSERT_TRUE(
        Value::list({Value::borrowed("é"), Value::dict({{Value::borrowed("a"), Value::integer(1)}})}).append_json(out));
    EXPECT_EQ(out, R"(["é",{"a":1}])");
    EXPECT_FALSE(Value::real(std::numeric_limits<double>::quiet_NaN()).append_json(out));
}

}  // namespace levada::jinja
