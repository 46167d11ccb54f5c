#include "levada/base/yaml.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(ParseYaml, KeepsOrderTypesAndLines) {
    const auto value = parse_yaml("b: 1\na:\n  - 'yes'\n  - yes\n  - |\n    text\n", "m.yaml");
    ASSERT_TRUE(value) << value.error().to_string();
    EXPECT_EQ(value->dump(), R"({"b":1,"a":["yes",true,"text\n"]})");
    EXPECT_EQ(value->find("b")->line(), 1U);
    EXPECT_EQ(value->find("a")->as_array()[1].line(), 4U);
}

TEST(ParseYaml, ExpandsAnchorsAndMergeKeys) {
    const auto value = parse_yaml("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\nz: *x\n", "m.yaml");
    ASSERT_TRUE(value) << value.error().to_string();
    EXPECT_EQ(value->find("y")->dump(), R"({"a":1,"b":3})");
    EXPECT_EQ(value->find("z")->dump(), R"({"a":1,"b":2})");
}

TEST(ParseYaml, ErrorsNameThePlace) {
    struct Case {
        const char* text;
        const char* place;
    };
    constexpr Case kCases[] = {
        {"a: [1, 2\nb: 3", "m.yaml:2"},
        {"a: 1\n? [x]\n: 2\n", "m.yaml:1"},
        {"a: 1\n---\nb: 2\n", "m.yaml:1"},
    };
    for (const Case& c : kCases) {
        const auto value = parse_yaml(c.text, "m.yaml");
        ASSERT_FALSE(value) << c.text;
        EXPECT_EQ(value.error().code(), ErrorCode::invalid_config);
        EXPECT_EQ(value.error().place(), c.place) << value.error().to_string();
    }
}

TEST(ParseYaml, LimitsExpansion) {
    std::string text = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int k = 0; k < 9; ++k) {
            text += ", " + before;
        }
        text += "]\n";
    }
    const auto value = parse_yaml(text, "bomb.yaml");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code(), ErrorCode::invalid_config);
}

TEST(ParseYaml, EmptyIsNull) {
    EXPECT_TRUE(parse_yaml("# nothing\n", "m.yaml").value().is_null());
}

}  // namespace
}  // namespace levada
