#include "levada/base/time.h"

#include <gtest/gtest.h>

namespace levada {
namespace {

TEST(Time, ReadsRfc3339) {
    struct Case {
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z"},
        {"2026-01-02 03:04:05", "2026-01-02T03:04:05.000000Z"},
        {"2026-01-02T03:04:05.123456+02:00", "2026-01-02T01:04:05.123456Z"},
        {"2026-01-02T03:04-0130", "2026-01-02T04:34:00.000000Z"},
        {"2026-01-02", "2026-01-02T00:00:00.000000Z"},
        {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z"},
    };
    for (const Case& c : kCases) {
        const auto when = parse_rfc3339(c.text);
        ASSERT_TRUE(when) << c.text;
        EXPECT_EQ(format_utc(*when, 6), c.want) << c.text;
    }
}

TEST(Time, RefusesOtherForms) {
    for (const char* text : {"",
                             "2026",
                             "2026-13-01",
                             "2026-02-30",
                             "2026-01-02T25:00:00Z",
                             "2026-01-02T03:04:05x",
                             "2026-01-02T03:04:05.Z",
                             "-026-01-02",
                             "9999-01-01T00:00:00Z"}) {
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    }
}

TEST(Time, ReadsHttpDates) {
    for (const char* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        const auto when = parse_http_date(text);
        ASSERT_TRUE(when) << text;
        EXPECT_EQ(format_utc(*when), "1994-11-06T08:49:37Z") << text;
    }
    EXPECT_FALSE(parse_http_date("soon"));
    EXPECT_FALSE(parse_http_date("Sun, 06 Xxx 1994 08:49:37 GMT"));
}

TEST(Time, Milliseconds) {
    EXPECT_EQ(to_milliseconds(from_milliseconds(-1500)), -1500);
    EXPECT_EQ(format_utc(from_milliseconds(1'767'225'600'123), 3), "2026-01-01T00:00:00.123Z");
}

}  // namespace
}  // namespace levada
