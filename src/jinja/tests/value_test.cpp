#include "levada/jinja/value.h"

#include <gtest/gtest.h>

#include "levada/base/json.h"

namespace levada::jinja {

TEST(Value, KindsAndTruth) {
    struct Case {
        const char* name;
        Value value;
        const char* type;
        bool is_true;
        const char* text;
    };
    const Case cases[] = {
        {"none", Value::none(), "NoneType", false, "None"},
        {"true", Value::boolean(true), "bool", true, "True"},
        {"zero", Value::integer(0), "int", false, "0"},
        {"real", Value::real(2.5), "float", true, "2.5"},
        {"text", Value::string("é"), "str", true, "é"},
        {"empty list", Value::list({}), "list", false, "[]"},
        {"tuple", Value::tuple({Value::integer(1)}), "tuple", true, "(1,)"},
        {"dict", Value::dict({{Value::borrowed("a"), Value::none()}}), "dict", true, "{'a': None}"},
        {"raw object", Value::raw_json(R"({"a": [1, "x"]})"), "dict", true, "{'a': [1, 'x']}"},
        {"empty raw array", Value::raw_json("[ ]"), "list", false, "[]"},
        {"undefined", Value::undefined("x"), "Undefined", false, ""},
        {"missing", Value(), "missing", false, ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(c.value.type_name(), c.type) << c.name;
        EXPECT_EQ(c.value.truthy(), c.is_true) << c.name;
        EXPECT_EQ(c.value.str(), c.text) << c.name;
    }
}

TEST(Value, SharesAndMoves) {
    const Value list = Value::list({Value::integer(1)});
    Value copy = list;
    EXPECT_EQ(copy.object(), list.object());
    const Value moved = std::move(copy);
    EXPECT_EQ(moved.object(), list.object());
    EXPECT_EQ(list.object()->use_count(), 2U);
}

TEST(Value, LooksIntoRawJson) {
    // Goal: a record is looked up without a copy. Method: the text found lies inside the record.
    constexpr std::string_view kRecord = R"({"id": 7, "user": {"name": "Ann", "tags": ["x"]}})";
    const Value record = Value::raw_json(kRecord);
    const Value name = record.find("user").find("name");
    EXPECT_EQ(name.text(), "Ann");
    EXPECT_GE(name.text().data(), kRecord.data());
    EXPECT_LT(name.text().data(), kRecord.data() + kRecord.size());
    EXPECT_EQ(record.find("id").as_integer(), 7);
    EXPECT_TRUE(record.find("zz").is_missing());
    std::string out;
    ASSERT_TRUE(record.find("user").append_json(out));
    EXPECT_EQ(out, R"({"name": "Ann", "tags": ["x"]})");
}

TEST(Value, JsonBothWays) {
    const Json json = parse_json(R"({"b":1,"a":[1.5,null,true,"x"],"big":12345678901234567890})").value();
    const Value value = Value::from_json(json);
    EXPECT_TRUE(*value.to_json() == json);
    EXPECT_TRUE(*Value::raw_json(R"({"a":[1,{"b":2}]})").to_json() == parse_json(R"({"a":[1,{"b":2}]})").value());
    EXPECT_FALSE(Value::undefined("x").to_json());
    EXPECT_FALSE(Value::parse_json("[1"));
    EXPECT_EQ(Value::parse_json("[1]")->str(), "[1]");
}

TEST(Value, Length) {
    EXPECT_EQ(*Value::string("né").length(), 2U);
    EXPECT_EQ(*Value::raw_json("[1,2,[3]]").length(), 3U);
    EXPECT_EQ(Value::integer(5).length().error().python_class(), "TypeError");
    EXPECT_EQ(Value::integer(5).items().error().python_class(), "TypeError");
}

TEST(Value, RepeatedKeysOfRawJson) {
    // Goal: a view of JSON text is the dict that Python would make of it. Method: every way to look at it.
    const Value record = Value::raw_json(R"({"a": 1, "b": 2, "a": 3})");
    EXPECT_EQ(record.find("a").as_integer(), 3);
    EXPECT_EQ(*record.length(), 2U);
    EXPECT_EQ(record.items()->size(), 2U);
    EXPECT_EQ(record.repr(), "{'a': 3, 'b': 2}");
    EXPECT_EQ(record.to_json()->dump(), R"({"a":3,"b":2})");
}

}  // namespace levada::jinja
