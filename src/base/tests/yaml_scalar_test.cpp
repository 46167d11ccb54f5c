#include "yaml_scalar.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(YamlScalar, ResolvesAsPyYaml) {
    // Goal: what yaml.safe_load gives for the same plain scalar (dates excepted). Values checked with PyYAML 6.0.
    struct Case {
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"", "null"},           {"~", "null"},
        {"null", "null"},       {"yes", "true"},
        {"Off", "false"},       {"y", "\"y\""},
        {"12", "12"},           {"+12", "12"},
        {"-12", "-12"},         {"0", "0"},
        {"010", "8"},           {"0x1F", "31"},
        {"0b101", "5"},         {"1_000", "1000"},
        {"08", "\"08\""},       {"1.5", "1.5"},
        {"1.", "1.0"},          {".5", "0.5"},
        {"1e3", "\"1e3\""},     {"1.0e+3", "1000.0"},
        {"1.0e3", "\"1.0e3\""}, {"1:30", "90"},
        {"12:30:45", "45045"},  {"1:75", "\"1:75\""},
        {"-.inf", "-Infinity"}, {".nan", "NaN"},
        {"1.2.3", "\"1.2.3\""}, {"2024-01-02", "\"2024-01-02\""},
        {"abc", "\"abc\""},     {"99999999999999999999", "99999999999999999999"},
        {"-", "\"-\""},         {"123abc", "\"123abc\""},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(resolve_yaml_scalar(c.text).dump(), c.want) << "scalar: " << c.text;
    }
}

}  // namespace
}  // namespace levada
