#include "levada/base/iso_duration.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

constexpr std::int64_t kHour = 3'600 * kMicrosPerSecond;

TEST(IsoDuration, Parse) {
    struct Case {
        const char* text;
        std::optional<IsoDuration> want;
    };
    const Case kCases[] = {
        {"P1D", IsoDuration{24 * kHour, 0, 0}},
        {"PT1H", IsoDuration{kHour, 0, 0}},
        {"PT0.000001S", IsoDuration{1, 0, 0}},
        {"PT0,5S", IsoDuration{500'000, 0, 0}},
        {"P2W1DT3M", IsoDuration{15 * 24 * kHour + 180 * kMicrosPerSecond, 0, 0}},
        {"P1M", IsoDuration{0, 0, 1}},
        {"P1Y2M3D", IsoDuration{72 * kHour, 1, 2}},
        {"-P1M", IsoDuration{0, 0, -1}},
        {"+PT1S", IsoDuration{kMicrosPerSecond, 0, 0}},
        {"P0D", IsoDuration{}},
        {"PT", IsoDuration{}},
        {"P", std::nullopt},
        {"", std::nullopt},
        {"1D", std::nullopt},
        {"p1d", std::nullopt},
        {"P1D2W", std::nullopt},
        {"P1H", std::nullopt},
        {"P1.D", std::nullopt},
        {"P1DT1D", std::nullopt},
        {"P1", std::nullopt},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(parse_iso_duration(c.text), c.want) << c.text;
    }
}

TEST(IsoDuration, Truth) {
    EXPECT_FALSE(parse_iso_duration("P0D")->is_truthy());
    EXPECT_TRUE(parse_iso_duration("PT1S")->is_truthy());
    EXPECT_TRUE(parse_iso_duration("P1Y")->is_truthy());
    EXPECT_TRUE(parse_iso_duration("P1Y")->is_calendar());
}

TEST(IsoDuration, Shift) {
    struct Case {
        const char* name;
        CivilTime from;
        const char* duration;
        int times;
        ShiftOutcome outcome;
        CivilTime want;
    };
    const CivilTime january{2024, 1, 31, 10, 0, 0, 0, 0};
    const Case kCases[] = {
        {"day cut to the month", january, "P1M", 1, ShiftOutcome::shifted, {2024, 2, 29, 10, 0, 0, 0, 0}},
        {"month back over the year", january, "P2M", -1, ShiftOutcome::shifted, {2023, 11, 30, 10, 0, 0, 0, 0}},
        {"months before days", january, "P1M1D", 1, ShiftOutcome::shifted, {2024, 3, 1, 10, 0, 0, 0, 0}},
        {"a year", {2024, 2, 29, 0, 0, 0, 0, 0}, "P1Y", 1, ShiftOutcome::shifted, {2025, 2, 28, 0, 0, 0, 0, 0}},
        {"a year and a half", january, "P1.5Y", 1, ShiftOutcome::invalid, january},
        {"past year 9999", january, "P9000Y", 1, ShiftOutcome::invalid, january},
        {"past year 9999 by days", january, "P99999999D", 1, ShiftOutcome::overflow, january},
        {"beyond 64 bits", january, "P999999999D", 1, ShiftOutcome::overflow, january},
        {"one second back", january, "PT1S", -1, ShiftOutcome::shifted, {2024, 1, 31, 9, 59, 59, 0, 0}},
    };
    for (const Case& c : kCases) {
        CivilTime time = c.from;
        EXPECT_EQ(shift_by(time, *parse_iso_duration(c.duration), c.times), c.outcome) << c.name;
        EXPECT_EQ(time, c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada
