#include "datetime_rule.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day_rule;
using testing::duration;

TEST(DatetimeRule, FieldOfRecord) {
    const DatetimeRule rule = day_rule();
    struct Case {
        const char* record;
        const char* want;
    };
    constexpr Case kCases[] = {
        {R"({"id": 1, "at": "2024-01-05"})", "2024-01-05T00:00:00Z"},
        {R"({"id": 1})", ""},
        {R"({"at": null})", ""},
        {R"({"at": "soon"})", ""},
        {R"({"nested": {"at": "2024-01-05"}})", ""},
        {"[1]", ""},
    };
    for (const Case& c : kCases) {
        const std::optional<Moment> time = rule.field->of(c.record).value();
        EXPECT_EQ(time ? testing::text_of(*time) : "", c.want) << c.record;
    }
}

TEST(DatetimeRule, EndAndGranularity) {
    DatetimeRule rule = day_rule();
    EXPECT_EQ(testing::text_of(rule.end_now().value()), "2024-02-10T00:00:00Z");
    EXPECT_EQ(rule.after(rule.start).value().utc_us, rule.start.utc_us + 1'000) << "a millisecond without granularity";
    rule.granularity = duration("P1D");
    EXPECT_EQ(testing::text_of(rule.after(rule.start).value()), "2024-01-02T00:00:00Z");
    rule.end_max = Moment{rule.start.utc_us, 0};
    EXPECT_EQ(testing::text_of(rule.end_now().value()), testing::text_of(rule.start)) << "a backfill ends sooner";
    rule.end_max.reset();
    rule.clamping = Clamping(Clamping::Target::month, 0);
    EXPECT_EQ(testing::text_of(rule.end_now().value()), "2024-01-31T00:00:00Z") << "the month that is not over is out";
}

TEST(DatetimeRule, SplitWindow) {
    DatetimeRule rule = day_rule();
    rule.granularity = duration("P1D");
    struct Case {
        const char* name;
        const char* window;
        std::optional<std::string> min;
        const char* want;
    };
    const Case kCases[] = {
        {"four days",
         R"({"from":"2024-01-01","to":"2024-01-04"})",
         {},
         R"({"from":"2024-01-01","to":"2024-01-02"} {"from":"2024-01-03","to":"2024-01-04"})"},
        {"three days",
         R"({"from":"2024-01-01","to":"2024-01-03"})",
         {},
         R"({"from":"2024-01-01","to":"2024-01-01"} {"from":"2024-01-02","to":"2024-01-03"})"},
        {"one day", R"({"from":"2024-01-01","to":"2024-01-01"})", {}, ""},
        {"reversed", R"({"from":"2024-01-02","to":"2024-01-01"})", {}, ""},
        {"at the minimum", R"({"from":"2024-01-01","to":"2024-01-04"})", "P3D", ""},
    };
    for (const Case& c : kCases) {
        const StreamSlice slice = StreamSlice::make(Json::object(), testing::json(c.window), Json::object()).value();
        EXPECT_EQ(testing::texts_of(split_window(rule, slice, c.min).value()), c.want) << c.name;
    }
    EXPECT_FALSE(split_window(rule, StreamSlice(), std::nullopt).has_value()) << "a slice without its window";
    rule.granularity.reset();
    EXPECT_TRUE(split_window(rule, StreamSlice(), std::nullopt).value().empty());
}

}  // namespace
}  // namespace levada::airbyte
