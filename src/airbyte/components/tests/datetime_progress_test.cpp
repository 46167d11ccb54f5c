#include "datetime_progress.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day;
using testing::day_rule;
using testing::duration;
using testing::json;

StreamSlice window(const char* from, const char* to) {
    return StreamSlice::make(Json::object(), Json::object({{"from", from}, {"to", to}}), Json::object()).value();
}

TEST(DatetimeProgress, FromState) {
    struct Case {
        const char* name;
        const char* state;
        const char* start;
        const char* printed;
    };
    constexpr Case kCases[] = {
        {"none", "{}", "2024-01-01T00:00:00Z", R"({"at":"2024-01-01"})"},
        {"newer", R"({"at": "2024-01-05"})", "2024-01-05T00:00:00Z", R"({"at":"2024-01-05"})"},
        {"older than the start", R"({"at": "2023-01-05"})", "2024-01-01T00:00:00Z", R"({"at":"2024-01-01"})"},
        {"with more in it", R"({"x": 1, "at": "2024-01-05"})", "2024-01-05T00:00:00Z", R"({"x":1,"at":"2024-01-05"})"},
        {"slices",
         R"({"state_type": "date-range", "slices": [{"start": "2024-01-01", "end": "2024-01-09",
          "most_recent_cursor_value": "2024-01-08"}]})",
         "2024-01-08T00:00:00Z",
         R"({"at":"2024-01-08"})"},
        {"slices without records",
         R"({"state_type": "date-range", "slices": [{"start": "2024-01-01",
          "end": "2024-01-09"}]})",
         "2024-01-09T00:00:00Z",
         R"({"at":"2024-01-01"})"},
    };
    const DatetimeRule rule = day_rule();
    for (const Case& c : kCases) {
        DatetimeProgress progress = DatetimeProgress::from_state(rule, json(c.state)).value();
        EXPECT_EQ(testing::text_of(progress.start()), c.start) << c.name;
        EXPECT_EQ(progress.state(rule).value().dump(), c.printed) << c.name;
    }
    for (const char* broken :
         {R"({"at": "soon"})", R"({"at": null})", R"({"state_type": "date-range", "slices": [{}]})"}) {
        EXPECT_EQ(DatetimeProgress::from_state(rule, json(broken)).error().code(), ErrorCode::invalid_data) << broken;
    }
}

TEST(DatetimeProgress, StateIsTheNewestRecordOfTheFirstRun) {
    // Goal: windows that finish out of order count only when nothing is missing before them.
    DatetimeRule rule = day_rule();
    rule.granularity = duration("P1D");
    DatetimeProgress progress = DatetimeProgress::from_state(rule, Json::object()).value();
    ASSERT_TRUE(progress.close(rule, window("2024-01-11", "2024-01-20"), day("2024-01-15")));
    EXPECT_EQ(progress.state(rule).value().dump(), R"({"at":"2024-01-01"})");
    EXPECT_EQ(progress.intervals().size(), 2U);
    ASSERT_TRUE(progress.close(rule, window("2024-01-01", "2024-01-10"), std::nullopt));
    EXPECT_EQ(progress.intervals().size(), 1U);
    EXPECT_EQ(progress.state(rule).value().dump(), R"({"at":"2024-01-15"})");
    EXPECT_EQ(testing::text_of(progress.latest(rule).value()), "2024-01-15T00:00:00Z");
    EXPECT_FALSE(progress.close(rule, StreamSlice(), std::nullopt).has_value()) << "a slice without its window";
}

TEST(DatetimeProgress, LowestToSync) {
    DatetimeRule rule = day_rule();
    rule.lookback = duration("P10D");
    struct Case {
        const char* name;
        const char* state;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"lookback from the state", R"({"at": "2024-01-20"})", "2024-01-10T00:00:00Z"},
        {"never before the start", R"({"at": "2024-01-05"})", "2024-01-01T00:00:00Z"},
    };
    for (const Case& c : kCases) {
        const DatetimeProgress progress = DatetimeProgress::from_state(rule, json(c.state)).value();
        EXPECT_EQ(testing::text_of(progress.lowest_to_sync(rule).value()), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada::airbyte
