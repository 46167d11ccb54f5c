#include "moment.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

TEST(Moment, KeepsItsOffset) {
    const MomentFormat format("%Y-%m-%dT%H:%M:%S%z", {});
    const Moment east = format.read_text("2024-01-01T02:00:00+0200").value();
    const Moment utc = format.read_text("2024-01-01T00:00:00+0000").value();
    EXPECT_TRUE(east == utc);
    EXPECT_EQ(format.print(east), "2024-01-01T02:00:00+0200");
    EXPECT_EQ(later_of(east, utc).offset_us, east.offset_us) << "of two equal moments the first";
    EXPECT_EQ(earlier_of(utc, east).offset_us, 0);
}

TEST(Moment, Now) {
    EXPECT_EQ(testing::text_of(Moment::now(testing::fixed_clock())), "2024-02-10T00:00:00Z");
}

TEST(Moment, Moves) {
    const Moment day = testing::day("2024-03-31");
    EXPECT_EQ(testing::text_of(moved(day, *parse_iso_duration("P1M"), -1).value()), "2024-02-29T00:00:00Z");
    EXPECT_EQ(moved(day, *parse_iso_duration("P1.5M"), 1).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(moved(day, *parse_iso_duration("P9999999D"), 1).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(moved_or_overflow(day, *parse_iso_duration("P9999999D"), 1).value(), std::nullopt);
}

TEST(MomentFormat, TriesItsFormatsInOrder) {
    const MomentFormat format("%Y-%m-%d", {"%d.%m.%Y", "%s"});
    struct Case {
        const char* json;
        const char* want;
    };
    constexpr Case kCases[] = {
        {R"("2024-01-02")", "2024-01-02"},
        {R"("02.01.2024")", "2024-01-02"},
        {"1704153600", "2024-01-02"},
        {R"("soon")", ""},
        {R"("")", ""},
    };
    for (const Case& c : kCases) {
        const std::optional<Moment> moment = format.read(std::string_view(c.json)).value();
        EXPECT_EQ(moment ? format.print(*moment) : "", c.want) << c.json;
    }
    EXPECT_EQ(format.read(Json("soon")).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(format.read_text("soon").error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(format.read(std::string_view("[]")).error().code(), ErrorCode::invalid_data)
        << "int([]) is a TypeError, which no other format is tried after";
}

}  // namespace
}  // namespace levada::airbyte
