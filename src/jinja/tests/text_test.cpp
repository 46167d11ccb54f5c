#include "text.h"

#include "objects.h"

#include <gtest/gtest.h>

namespace levada::jinja {

namespace {

std::string repr_of(std::string_view text) {
    std::string out;
    append_repr_of_text(out, text);
    return out;
}

}  // namespace

TEST(Text, ReprOfText) {
    EXPECT_EQ(repr_of("a'b"), "\"a'b\"");
    EXPECT_EQ(repr_of("a'b\"c"), "'a\\'b\"c'");
    EXPECT_EQ(repr_of("\n\t\\\x01é\u200b"), "'\\n\\t\\\\\\x01é\\u200b'");
    std::string out;
    append_repr_of_bytes(out, "a'\xE9\n");
    EXPECT_EQ(out, "b\"a'\\xe9\\n\"");
}

TEST(Text, ContainersInsideThemselves) {
    const Value list = Value::list({Value::integer(1)});
    list.as<ListObject>().items.push_back(list);
    EXPECT_EQ(list.repr(), "[1, [...]]");
    list.as<ListObject>().items.clear();
}

TEST(Text, Times) {
    CivilTime time;
    time.year = 2024;
    time.microsecond = 5;
    time.offset_us = -5 * 3600 * kMicrosPerSecond;
    EXPECT_EQ(make_date_time(time, "X").str(), "2024-01-01 00:00:00.000005-05:00");
    EXPECT_EQ(make_date(time).repr(), "datetime.date(2024, 1, 1)");
    EXPECT_EQ(make_delta(-1).str(), "-1 day, 23:59:59.999999");
    EXPECT_EQ(make_delta(kMicrosPerDay).repr(), "datetime.timedelta(days=1)");
    EXPECT_EQ(floor_div(-7, 2), -4);
}

TEST(Text, Numbers) {
    EXPECT_EQ(Value::real(1e16).str(), "1e+16");
    EXPECT_EQ(Value::real(0.0001).str(), "0.0001");
    EXPECT_EQ(Value::real(1.0).str(), "1.0");
    EXPECT_EQ(Value::integer(INT64_MIN).str(), "-9223372036854775808");
}

TEST(Text, Repr) {
    EXPECT_EQ(Value::string("it's plain").repr(), "\"it's plain\"");
    EXPECT_EQ(Value::string("a \\ 'b' \"c\" \n\x01 é~").repr(), R"('a \\ \'b\' "c" \n\x01 é~')");
    EXPECT_EQ(Value::string("").repr(), "''");
}

}  // namespace levada::jinja
