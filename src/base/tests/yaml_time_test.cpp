#include "yaml_time.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(YamlTime, AsPythonPrints) {
    // Goal: str() of what yaml.safe_load makes of the scalar. Values checked with PyYAML 6.0.
    struct Case {
        const char* text;
        const char* want;  // Null: no date or time.
    };
    constexpr Case kCases[] = {
        {"2024-01-02", "2024-01-02"},
        {"2024-1-2", nullptr},
        {"2024-1-2 3:04:05", "2024-01-02 03:04:05"},
        {"2024-01-02T03:04:05Z", "2024-01-02 03:04:05+00:00"},
        {"2024-01-02t03:04:05.1", "2024-01-02 03:04:05.100000"},
        {"2024-01-02T03:04:05.", "2024-01-02 03:04:05"},
        {"2024-01-02 03:04:05.123456789 Z", "2024-01-02 03:04:05.123456+00:00"},
        {"2024-01-02T03:04:05-5", "2024-01-02 03:04:05-05:00"},
        {"2024-01-02T03:04:05+05:30", "2024-01-02 03:04:05+05:30"},
        {"2024-01-02T03:04:05.000Z", "2024-01-02 03:04:05+00:00"},
        {"2024-01-02T03:04", nullptr},
        {"2024-01-02T03:04:05x", nullptr},
        {"2024-01", nullptr},
        {"24-01-02", nullptr},
        {"2024", nullptr},
        {"x", nullptr},
        {"", nullptr},
    };
    for (const Case& c : kCases) {
        const Result<std::optional<std::string>> got = yaml_time_text(c.text);
        ASSERT_TRUE(got.has_value()) << c.text;
        EXPECT_EQ(got->value_or("none"), c.want == nullptr ? "none" : c.want) << c.text;
    }
}

TEST(YamlTime, DaysThatAreNotThere) {
    for (const char* text : {"2024-13-01", "2023-02-29", "2024-01-02T25:00:00Z"}) {
        const Result<std::optional<std::string>> got = yaml_time_text(text);
        ASSERT_FALSE(got.has_value()) << text;
        EXPECT_EQ(got.error().code(), ErrorCode::invalid_config);
    }
}

}  // namespace
}  // namespace levada
