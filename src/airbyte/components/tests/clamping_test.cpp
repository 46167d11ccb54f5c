#include "clamping.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(Clamping, Clamp) {
    // Wanted: what airbyte-cdk 7.39.1's clamping strategies give for the same time; weeks begin on Wednesday.
    using Target = Clamping::Target;
    using Direction = Clamping::Direction;
    struct Case {
        const char* name;
        Target target;
        Direction direction;
        const char* time;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"nothing to do", Target::none, Direction::up, "2024-01-03T10:00:00Z", "2024-01-03T10:00:00Z"},
        {"day up", Target::day, Direction::up, "2024-01-31T10:00:00Z", "2024-02-01T00:00:00Z"},
        {"whole day stays", Target::day, Direction::up, "2024-01-31T00:00:00Z", "2024-01-31T00:00:00Z"},
        {"day down", Target::day, Direction::down, "2024-01-31T10:00:00Z", "2024-01-31T00:00:00Z"},
        {"week up", Target::week, Direction::up, "2024-01-04T10:00:00Z", "2024-01-10T00:00:00Z"},
        {"week up from before", Target::week, Direction::up, "2024-01-01T10:00:00Z", "2024-01-03T00:00:00Z"},
        {"week down", Target::week, Direction::down, "2024-01-04T10:00:00Z", "2024-01-03T00:00:00Z"},
        {"week's day is cut to midnight", Target::week, Direction::up, "2024-01-03T10:00:00Z", "2024-01-03T00:00:00Z"},
        {"month up", Target::month, Direction::up, "2024-12-02T10:00:00Z", "2025-01-01T00:00:00Z"},
        {"month down", Target::month, Direction::down, "2024-12-02T10:00:00Z", "2024-12-01T00:00:00Z"},
        {"first of the month", Target::month, Direction::up, "2024-12-01T10:00:00Z", "2024-12-01T00:00:00Z"},
    };
    const MomentFormat format("%Y-%m-%dT%H:%M:%SZ", {});
    for (const Case& c : kCases) {
        const Clamping clamping(c.target, 2);
        EXPECT_EQ(format.print(clamping.clamp(format.read_text(c.time).value(), c.direction).value()), c.want)
            << c.name;
    }
}

TEST(Clamping, DefaultGranularity) {
    EXPECT_EQ(Clamping(Clamping::Target::day, 0).default_granularity().micros, kMicrosPerSecond);
    EXPECT_EQ(Clamping(Clamping::Target::week, 0).default_granularity().micros, kMicrosPerDay);
    EXPECT_TRUE(Clamping().is_none());
}

}  // namespace
}  // namespace levada::airbyte
