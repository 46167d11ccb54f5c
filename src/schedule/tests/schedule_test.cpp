#include "levada/schedule/schedule.h"

#include <gtest/gtest.h>

#include "levada/base/time.h"

namespace levada::schedule {
namespace {

TEST(Schedule, Next) {
    struct Case {
        const char* text;
        const char* last;  // nullptr: no run yet
        const char* want;
    };
    const Case cases[] = {
        {"manual", nullptr, "never"},
        {"", "2026-01-01T00:00:00Z", "never"},
        {"every 15m", nullptr, "2026-01-01T12:00:00Z"},
        {"every 15m", "2026-01-01T11:50:00Z", "2026-01-01T12:05:00Z"},
        {"1h30m", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z"},
        {"2d", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"},
        {"0 13 * * *", nullptr, "2026-01-01T13:00:00Z"},
        {"0 10 * * *", "2025-12-31T10:00:00Z", "2026-01-01T10:00:00Z"},
    };
    for (const Case& c : cases) {
        const auto schedule = Schedule::parse(c.text);
        ASSERT_TRUE(schedule.has_value()) << c.text;
        const std::optional<Instant> last = c.last == nullptr ? std::nullopt : std::optional(*parse_rfc3339(c.last));
        const std::optional<Instant> next = schedule->next(last, *parse_rfc3339("2026-01-01T12:00:00Z"));
        EXPECT_EQ(next ? format_utc(*next) : "never", c.want) << c.text;
    }
}

TEST(Schedule, Refuses) {
    for (const char* text :
         {"every", "every 5", "every 0s", "every m", "5x", "1h-5m", "every 400d", "99999999999s", "hourly", "* * *"}) {
        const auto schedule = Schedule::parse(text);
        ASSERT_FALSE(schedule.has_value()) << text;
        EXPECT_EQ(schedule.error().code(), ErrorCode::invalid_config) << text;
    }
    EXPECT_FALSE(Schedule::parse("@daily", "Nowhere/City").has_value());
}

}  // namespace
}  // namespace levada::schedule
