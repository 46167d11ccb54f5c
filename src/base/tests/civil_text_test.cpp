#include "levada/base/civil_text.h"

#include <cmath>

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(CivilText, Strftime) {
    // Wanted: what CPython 3.11's datetime.strftime printed for the same time.
    struct Case {
        CivilTime time;
        const char* format;
        const char* want;
    };
    const CivilTime plain{2024, 3, 5, 14, 7, 9, 42, 0};
    const CivilTime early{1, 1, 1, 0, 0, 0, 0, {}};
    const CivilTime odd_offset{2020, 1, 1, 0, 0, 0, 0, 3'661 * kMicrosPerSecond + 5};
    const CivilTime west{2020, 1, 1, 0, 0, 0, 0, -5 * 3'600 * kMicrosPerSecond};
    const Case kCases[] = {
        {plain, "%Y-%m-%dT%H:%M:%S.%f%z", "2024-03-05T14:07:09.000042+0000"},
        {plain, "%Y-%m-%dT%H:%M:%SZ", "2024-03-05T14:07:09Z"},
        {plain, "%d %b %y, %A %I:%M %p %Z", "05 Mar 24, Tuesday 02:07 PM UTC"},
        {plain, "%j %U %W %V %G %u %w", "065 09 10 10 2024 2 2"},
        {plain, "%s %-d %e %%f 100%", "1709647629 5  5 %f 100%"},
        {plain, "", ""},
        {early, "%Y-%m-%d %z|%Z|%x %X", "1-01-01 ||01/01/01 00:00:00"},
        {odd_offset, "%z %Z", "+010101.000005 UTC+01:01:01.000005"},
        {west, "%z %Z", "-0500 UTC-05:00"},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(format_civil(c.time, c.format), c.want) << c.format;
    }
}

TEST(CivilText, PythonFloat) {
    struct Case {
        double value;
        const char* want;
    };
    constexpr Case kCases[] = {
        {1, "1.0"}, {1e16, "1e+16"}, {0.0001, "0.0001"}, {1e-5, "1e-05"}, {-2.5, "-2.5"}, {HUGE_VAL, "inf"}};
    for (const Case& c : kCases) {
        EXPECT_EQ(python_float_text(c.value), c.want);
    }
    EXPECT_EQ(python_float_text(std::nan("")), "nan");
}

}  // namespace
}  // namespace levada
