#include "levada/base/civil_time.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(CivilTime, DaysAndBack) {
    struct Case {
        int year, month, day;
        std::int64_t days;
        int weekday;
    };
    constexpr Case kCases[] = {
        {1970, 1, 1, 0, 3},
        {2000, 2, 29, 11016, 1},
        {2026, 11, 28, 20785, 5},
        {1, 1, 1, -719162, 0},
        {9999, 12, 31, 2932896, 4},
        {1900, 3, 1, -25508, 3},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(days_from_civil(c.year, c.month, c.day), c.days) << c.year << "-" << c.month << "-" << c.day;
        CivilTime back;
        set_date_from_days(c.days, back);
        EXPECT_EQ(back.year, c.year) << c.days;
        EXPECT_EQ(back.month, c.month) << c.days;
        EXPECT_EQ(back.day, c.day) << c.days;
        EXPECT_EQ(weekday_from_days(c.days), c.weekday) << c.days;
    }
}

TEST(CivilTime, MicrosAndBack) {
    const CivilTime time{2024, 2, 29, 23, 59, 58, 123456, 3'600 * kMicrosPerSecond};
    EXPECT_EQ(utc_micros(time), 1'709'247'598'123'456);
    EXPECT_EQ(civil_from_micros(local_micros(time), time.offset_us), time);
    EXPECT_EQ(civil_from_micros(INT64_MAX, 0), std::nullopt);
    EXPECT_EQ(civil_from_micros(INT64_MIN, 0), std::nullopt);
    EXPECT_EQ(civil_from_micros(-1, 0), (CivilTime{1969, 12, 31, 23, 59, 59, 999'999, 0}));
}

TEST(CivilTime, Valid) {
    struct Case {
        const char* name;
        CivilTime time;
        bool want;
    };
    const Case kCases[] = {
        {"leap day", {2024, 2, 29, 0, 0, 0, 0, {}}, true},
        {"no leap day", {2023, 2, 29, 0, 0, 0, 0, {}}, false},
        {"year zero", {0, 1, 1, 0, 0, 0, 0, {}}, false},
        {"second 60", {2024, 1, 1, 0, 0, 60, 0, {}}, false},
        {"offset of a day", {2024, 1, 1, 0, 0, 0, 0, kMicrosPerDay}, false},
        {"offset of less", {2024, 1, 1, 0, 0, 0, 0, kMicrosPerDay - 1}, true},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(is_valid(c.time), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada
