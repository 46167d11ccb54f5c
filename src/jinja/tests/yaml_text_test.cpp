#include "yaml_text.h"

#include <gtest/gtest.h>

namespace levada::jinja {

TEST(YamlText, AsSafeDump) {
    const auto dump = [](std::string_view json) { return *to_yaml(Value::raw_json(json), false); };
    EXPECT_EQ(dump(R"({"a": 1, "b": [1, {"c": null}], "d": {}, "e": true})"),
              "a: 1\nb:\n- 1\n- c: null\nd: {}\ne: true\n");
    EXPECT_EQ(dump(R"(["yes", "1", "a: b", "it's", "- x", "", "é", "plain text", 1.5])"),
              "- 'yes'\n- '1'\n- 'a: b'\n- it's\n- '- x'\n- ''\n- \"\\xE9\"\n- plain text\n- 1.5\n");
    EXPECT_EQ(dump(R"(["a\u000bb\u001b"])"), "- \"a\\vb\\e\"\n");
    EXPECT_EQ(dump("[[1, 2], []]"), "- - 1\n  - 2\n- []\n");
    EXPECT_EQ(*to_yaml(Value::raw_json(R"({"b": 1, "a": 2})"), true), "a: 2\nb: 1\n");
    EXPECT_EQ(*to_yaml(Value::integer(5), false), "5\n...\n");
    EXPECT_EQ(to_yaml(Value::undefined("x"), false).error().python_class(), "TypeError");
    const Value pair = Value::tuple({Value::integer(1), Value::integer(2)});
    const Value keyed = Value::dict({{pair, Value::list({Value::integer(3)})}, {Value::tuple({}), Value::integer(4)}});
    EXPECT_EQ(*to_yaml(keyed, false), "? - 1\n  - 2\n: - 3\n[]: 4\n");
}

}  // namespace levada::jinja
