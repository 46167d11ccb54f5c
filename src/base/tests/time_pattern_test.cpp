#include "levada/base/time_pattern.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(TimePattern, ParsesAsStrptime) {
    // Wanted: what CPython 3.11's datetime.strptime gave in time zone UTC; nothing where it raised ValueError.
    struct Case {
        const char* text;
        const char* format;
        std::optional<CivilTime> want;
    };
    const Case kCases[] = {
        {"2024-03-05T14:07:09Z", "%Y-%m-%dT%H:%M:%SZ", CivilTime{2024, 3, 5, 14, 7, 9, 0, {}}},
        {"2024-03-05t14:07:09z", "%Y-%m-%dT%H:%M:%SZ", CivilTime{2024, 3, 5, 14, 7, 9, 0, {}}},
        {"2024-3-5", "%Y-%m-%d", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"20240305", "%Y%m%d", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"2024035", "%Y%m%d", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"2024-02-30", "%Y-%m-%d", std::nullopt},
        {"2024-03-05T14:07:09.1+01:30", "%Y-%m-%dT%H:%M:%S.%f%z", CivilTime{2024, 3, 5, 14, 7, 9, 100000, 5400000000}},
        {"2024-03-05T14:07:09.1234567Z", "%Y-%m-%dT%H:%M:%S.%fZ", std::nullopt},
        {"2024-03-05 ", "%Y-%m-%d", std::nullopt},
        {"  2024", "%Y", std::nullopt},
        {"2024  03", "%Y %m", CivilTime{2024, 3, 1, 0, 0, 0, 0, {}}},
        {"5 Mar 2024", "%d %b %Y", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"05 MARCH 24", "%d %B %y", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"12:05 am", "%I:%M %p", CivilTime{1900, 1, 1, 0, 5, 0, 0, {}}},
        {"12:05 PM", "%I:%M %p", CivilTime{1900, 1, 1, 12, 5, 0, 0, {}}},
        {"11 pm", "%I %p", CivilTime{1900, 1, 1, 23, 0, 0, 0, {}}},
        {"23:59:60", "%H:%M:%S", std::nullopt},
        {"2024 065", "%Y %j", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"2024 366", "%Y %j", CivilTime{2024, 12, 31, 0, 0, 0, 0, {}}},
        {"2023 366", "%Y %j", CivilTime{2024, 1, 1, 0, 0, 0, 0, {}}},
        {"2024 10 2", "%Y %W %w", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"2024 00 1", "%Y %U %w", CivilTime{2024, 1, 1, 0, 0, 0, 0, {}}},
        {"2024-W10-2", "%G-W%V-%u", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"2024-W10", "%G-W%V", std::nullopt},
        {"2024 10", "%Y %V", std::nullopt},
        {"Tue Mar  5 14:07:09 2024", "%c", CivilTime{2024, 3, 5, 14, 7, 9, 0, {}}},
        {"03/05/24", "%x", CivilTime{2024, 3, 5, 0, 0, 0, 0, {}}},
        {"14:07:09", "%X", CivilTime{1900, 1, 1, 14, 7, 9, 0, {}}},
        {"2024+0100:30", "%Y%z", std::nullopt},
        {"2024+01:00:30", "%Y%z", CivilTime{2024, 1, 1, 0, 0, 0, 0, 3630000000}},
        {"2024+010030.5", "%Y%z", CivilTime{2024, 1, 1, 0, 0, 0, 0, 3630500000}},
        {"2024+2500", "%Y%z", std::nullopt},
        {"2024Z", "%Y%z", CivilTime{2024, 1, 1, 0, 0, 0, 0, 0}},
        {"2024z", "%Y%z", std::nullopt},
        {"2024 UTC", "%Y %Z", CivilTime{2024, 1, 1, 0, 0, 0, 0, {}}},
        {"2024 CET", "%Y %Z", std::nullopt},
        {"02/29", "%m/%d", std::nullopt},
        {"02/28", "%m/%d", CivilTime{1900, 2, 28, 0, 0, 0, 0, {}}},
        {"100%", "%j%%", CivilTime{1900, 4, 10, 0, 0, 0, 0, {}}},
        {"x", "%Q", std::nullopt},
        {"2024%", "%Y%", std::nullopt},
        {"0000-01-01", "%Y-%m-%d", std::nullopt},
        {"9999-12-31", "%Y-%m-%d", CivilTime{9999, 12, 31, 0, 0, 0, 0, {}}},
        {"68", "%y", CivilTime{2068, 1, 1, 0, 0, 0, 0, {}}},
        {"69", "%y", CivilTime{1969, 1, 1, 0, 0, 0, 0, {}}},
        {"2024-01-01T00:00:00", "%Y-%m-%dT%H:%M:%S%z", std::nullopt},
        {"2024.01", "%Y.%m", CivilTime{2024, 1, 1, 0, 0, 0, 0, {}}},
        {"2024x01", "%Y.%m", std::nullopt},
        {"1", "%d", CivilTime{1900, 1, 1, 0, 0, 0, 0, {}}},
        {"111", "%m%d", CivilTime{1900, 11, 1, 0, 0, 0, 0, {}}},
        {"1112", "%m%d", CivilTime{1900, 11, 12, 0, 0, 0, 0, {}}},
        {"2024 2024", "%Y %y", std::nullopt},
        {" 5", "%d", CivilTime{1900, 1, 5, 0, 0, 0, 0, {}}},
        {"", "%Y", std::nullopt},
        {"", "", CivilTime{1900, 1, 1, 0, 0, 0, 0, {}}},
        {"2024-03-05T14:07:09.5", "%Y-%m-%dT%H:%M:%S.%f", CivilTime{2024, 3, 5, 14, 7, 9, 500000, {}}},
        {"Friday 2024", "%A %Y", CivilTime{2024, 1, 1, 0, 0, 0, 0, {}}},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(TimePattern(c.format).parse(c.text), c.want) << "text \"" << c.text << "\", format " << c.format;
    }
}

TEST(TimePattern, Usable) {
    EXPECT_TRUE(TimePattern("%Y-%m").is_usable());
    EXPECT_TRUE(TimePattern("").is_usable());
    EXPECT_FALSE(TimePattern("%Q").is_usable());
    EXPECT_FALSE(TimePattern("%Y%").is_usable());
    EXPECT_FALSE(TimePattern("%Y %Y").is_usable()) << "one field twice";
    EXPECT_FALSE(TimePattern("%c %d").is_usable()) << "%c has a day, too";
}

}  // namespace
}  // namespace levada
