#include "value_text.h"

#include <gtest/gtest.h>

namespace levada::duckdb {
namespace {

TEST(ValueText, Timestamp) {
    struct Case {
        const char* text;
        Zone zone;
        std::optional<std::int64_t> want;
    };
    const Case cases[] = {
        {"1970-01-01T00:00:00Z", Zone::utc, 0},
        {"1970-01-01", Zone::utc, 0},
        {"1970-01-01 00:00", Zone::utc, 0},
        {"1969-12-31T23:59:59.999999Z", Zone::utc, -1},
        {"2024-05-06T07:08:09.123456+02:00", Zone::utc, 1714972089123456},
        {"2024-05-06T07:08:09.123456+0200", Zone::utc, 1714972089123456},
        {"2024-05-06T07:08:09.123456+02", Zone::utc, 1714972089123456},
        {"2024-05-06T07:08:09.1234567891Z", Zone::utc, 1714979289123456},
        {"2024-05-06T07:08:09.123456+02:00", Zone::local, 1714979289123456},
        {"2024/05/06 07:08:09 UTC", Zone::utc, 1714979289000000},
        {"2024-02-30T00:00:00Z", Zone::utc, std::nullopt},
        {"2024-05-06T24:00:00Z", Zone::utc, std::nullopt},
        {"2024-05-06T07:08:09.Z", Zone::utc, std::nullopt},
        {"2024-05-06T07:08:09+2:00", Zone::utc, std::nullopt},
        {"2024-05-06T07:08:09Zx", Zone::utc, std::nullopt},
        {"2024-05/06", Zone::utc, std::nullopt},
        {"yesterday", Zone::utc, std::nullopt},
        {"", Zone::utc, std::nullopt},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(timestamp_from_text(c.text, c.zone), c.want) << "case: " << c.text;
    }
}

TEST(ValueText, Date) {
    struct Case {
        const char* text;
        std::optional<std::int32_t> want;
    };
    const Case cases[] = {
        {"1970-01-02", 1},
        {"2024-02-29", 19782},
        {"2023-02-29", std::nullopt},
        {"2024-02-29T10:00:00Z", 19782},
        {"2024-02-29 and more", std::nullopt},
        {"2024-2-9", std::nullopt},
        {"0000-01-01", std::nullopt},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(date_from_text(c.text), c.want) << "case: " << c.text;
    }
}

TEST(ValueText, Time) {
    for (const char* text : {"07:08", "07:08:09", "07:08:09.5", "07:08:09Z", "07:08:09+01:00"}) {
        EXPECT_TRUE(is_time_text(text)) << "case: " << text;
    }
    for (const char* text : {"", "7:08", "24:00", "07:60", "07:08:09x", "noon"}) {
        EXPECT_FALSE(is_time_text(text)) << "case: " << text;
    }
}

TEST(ValueText, Integer) {
    struct Case {
        const char* text;
        Fit want;
        std::int64_t value;
    };
    const Case cases[] = {
        {"12", Fit::fits, 12},
        {"-9223372036854775808", Fit::fits, INT64_MIN},
        {"9223372036854775808", Fit::too_large, 0},
        {"1.0", Fit::fits, 1},
        {"1e3", Fit::fits, 1000},
        {"1.5", Fit::wrong_type, 0},
        {"abc", Fit::wrong_type, 0},
        {"", Fit::wrong_type, 0},
        {"1e400", Fit::wrong_type, 0},
    };
    for (const Case& c : cases) {
        std::int64_t value = 0;
        EXPECT_EQ(integer_from_text(c.text, value), c.want) << "case: " << c.text;
        EXPECT_EQ(value, c.value) << "case: " << c.text;
    }
}

TEST(ValueText, BackToText) {
    EXPECT_EQ(date_to_text(19782), "2024-02-29");
    EXPECT_EQ(timestamp_to_text(-1, Zone::utc), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(timestamp_to_text(1714979289000000, Zone::local), "2024-05-06T07:08:09");
    EXPECT_EQ(timestamp_to_text(INT64_MAX, Zone::utc), "infinity");
}

}  // namespace
}  // namespace levada::duckdb
