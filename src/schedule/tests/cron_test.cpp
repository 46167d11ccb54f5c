#include "levada/schedule/cron.h"

#include <gtest/gtest.h>

#include "levada/base/time.h"

namespace levada::schedule {
namespace {

/// The next `count` times after `after`, or the error's code.
std::string times(const char* expression, const char* zone_name, const char* after, int count) {
    const auto zone = TimeZone::find(zone_name);
    if (!zone) {
        return zone.error().to_string();
    }
    const auto cron = Cron::parse(expression, *zone);
    if (!cron) {
        return std::string(to_string(cron.error().code()));
    }
    std::string shown;
    Instant when = *parse_rfc3339(after);
    for (int i = 0; i < count; ++i) {
        const std::optional<Instant> next = cron->next(when);
        if (!next) {
            return shown + "never";
        }
        when = *next;
        shown += (shown.empty() ? "" : " ") + format_utc(when).substr(0, 16);
    }
    return shown;
}

TEST(Cron, Next) {
    struct Case {
        const char* expression;
        const char* after;
        int count;
        const char* want;
    };
    const Case cases[] = {
        {"* * * * *", "2026-01-01T00:00:30Z", 2, "2026-01-01T00:01 2026-01-01T00:02"},
        {"* * * * *", "2026-01-01T00:00:00Z", 1, "2026-01-01T00:01"},
        {"*/15 * * * *", "2026-01-01T23:40:00Z", 3, "2026-01-01T23:45 2026-01-02T00:00 2026-01-02T00:15"},
        {"5/20 8-9 * * *",
         "2026-01-01T00:00:00Z",
         4,
         "2026-01-01T08:05 2026-01-01T08:25 2026-01-01T08:45 2026-01-01T09:05"},
        {"0 9,17 * * mon-fri", "2026-01-02T12:00:00Z", 3, "2026-01-02T17:00 2026-01-05T09:00 2026-01-05T17:00"},
        {"0 0 * * 7", "2026-01-01T00:00:00Z", 2, "2026-01-04T00:00 2026-01-11T00:00"},
        {"0 0 * * SUN", "2026-01-01T00:00:00Z", 1, "2026-01-04T00:00"},
        {"0 0 * * 5-7", "2026-01-01T00:00:00Z", 3, "2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00"},
        {"0 0 13 * fri",
         "2026-01-01T00:00:00Z",
         4,
         "2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00 2026-01-16T00:00"},
        {"0 0 */2 * mon", "2026-01-01T00:00:00Z", 2, "2026-01-05T00:00 2026-01-19T00:00"},
        {"0 0 31 * *", "2026-01-31T00:00:00Z", 2, "2026-03-31T00:00 2026-05-31T00:00"},
        {"0 0 29 2 *", "2026-01-01T00:00:00Z", 2, "2028-02-29T00:00 2032-02-29T00:00"},
        {"0 0 1 jan,JUL *", "2026-01-01T00:00:00Z", 2, "2026-07-01T00:00 2027-01-01T00:00"},
        {"0 0 30 2 *", "2026-01-01T00:00:00Z", 1, "never"},
        {"@hourly", "2026-01-01T00:00:00Z", 2, "2026-01-01T01:00 2026-01-01T02:00"},
        {"@daily", "2026-01-01T00:00:00Z", 1, "2026-01-02T00:00"},
        {"@Weekly", "2026-01-01T00:00:00Z", 1, "2026-01-04T00:00"},
        {"@monthly", "2026-01-01T00:00:00Z", 1, "2026-02-01T00:00"},
        {"@yearly", "2026-01-01T00:00:00Z", 1, "2027-01-01T00:00"},
        {"  0\t0  * * * ", "2026-01-01T00:00:00Z", 1, "2026-01-02T00:00"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(times(c.expression, "UTC", c.after, c.count), c.want) << c.expression << " after " << c.after;
    }
}

TEST(Cron, DaylightSaving) {
    // Goal: no run is lost or doubled when clocks change. Method: Lisbon 2026: 29 March 01:00 -> 02:00 (00:00Z + 1 h),
    // 25 October 02:00 -> 01:00 (01:00Z); New York for a zone behind UTC.
    if (!TimeZone::find("Europe/Lisbon")) {
        GTEST_SKIP() << "skipped: no time zone database";
    }
    struct Case {
        const char* name;
        const char* expression;
        const char* zone;
        const char* after;
        int count;
        const char* want;
    };
    const Case cases[] = {
        {"summer", "0 9 * * *", "Europe/Lisbon", "2026-07-01T00:00:00Z", 1, "2026-07-01T08:00"},
        {"gap: once, at its end",
         "30 1 * * *",
         "Europe/Lisbon",
         "2026-03-28T12:00:00Z",
         2,
         "2026-03-29T01:00 2026-03-30T00:30"},
        {"gap: any hour goes on",
         "30 * * * *",
         "Europe/Lisbon",
         "2026-03-29T00:00:00Z",
         2,
         "2026-03-29T00:30 2026-03-29T01:30"},
        {"twice: the first",
         "30 1 * * *",
         "Europe/Lisbon",
         "2026-10-24T12:00:00Z",
         2,
         "2026-10-25T00:30 2026-10-26T01:30"},
        {"twice: any hour in both",
         "30 * * * *",
         "Europe/Lisbon",
         "2026-10-25T00:00:00Z",
         3,
         "2026-10-25T00:30 2026-10-25T01:30 2026-10-25T02:30"},
        {"behind UTC",
         "0 22 * * *",
         "America/New_York",
         "2026-01-01T00:00:00Z",
         2,
         "2026-01-01T03:00 2026-01-02T03:00"},
        {"far ahead", "0 1 * * *", "Pacific/Auckland", "2026-01-01T00:00:00Z", 1, "2026-01-01T12:00"},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(times(c.expression, c.zone, c.after, c.count), c.want) << "case: " << c.name;
    }
}

TEST(Cron, Refuses) {
    for (const char* expression : {"",
                                   "* * * *",
                                   "* * * * * *",
                                   "60 * * * *",
                                   "* 24 * * *",
                                   "* * 0 * *",
                                   "* * 32 * *",
                                   "* * * 13 *",
                                   "* * * * 8",
                                   "*/0 * * * *",
                                   "*/x * * * *",
                                   "5-1 * * * *",
                                   "1,,2 * * * *",
                                   "-1 * * * *",
                                   "1- * * * *",
                                   "* * * fri *",
                                   "* * L * *",
                                   "@reboot",
                                   "@every 5m"}) {
        const auto cron = Cron::parse(expression);
        ASSERT_FALSE(cron.has_value()) << expression;
        EXPECT_EQ(cron.error().code(), ErrorCode::invalid_config) << expression;
    }
    EXPECT_EQ(Cron::parse("* 24 * * *").error().message(),
              "cron: hour \"24\": wanted values from 0 to 23, ranges, steps or *");
}

}  // namespace
}  // namespace levada::schedule
