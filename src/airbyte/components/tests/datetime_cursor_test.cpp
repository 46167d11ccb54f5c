#include "datetime_cursor.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day_rule;
using testing::drain;
using testing::duration;
using testing::json;

std::shared_ptr<Cursor> cursor_of(const DatetimeRule& rule, std::string_view state, StateSink& sink) {
    return DatetimeCursor::make(std::make_shared<const DatetimeRule>(rule), {"stream", nullptr, json(state), &sink})
        .value();
}

TEST(DatetimeCursor, EmitsAStatePerWindow) {
    DatetimeRule rule = day_rule();
    rule.step = duration("P15D");
    rule.granularity = duration("P1D");
    testing::RecordingSink sink;
    const auto cursor = cursor_of(rule, R"({"more": 1})", sink);
    const std::vector<StreamSlice> slices = drain(*cursor);
    ASSERT_EQ(slices.size(), 3U);
    ASSERT_TRUE(cursor->observe(R"({"at": "2024-01-09"})", slices[0]));
    ASSERT_TRUE(cursor->observe(R"({"at": "2024-01-05"})", slices[0]));
    ASSERT_TRUE(cursor->observe(R"({"at": "whenever"})", slices[0])) << "not used for the state";
    ASSERT_TRUE(cursor->close_slice(slices[0]));
    EXPECT_EQ(sink.last(), R"({"more":1,"at":"2024-01-09"})");
    ASSERT_TRUE(cursor->close_slice(slices[2])) << "the second window failed";
    ASSERT_TRUE(cursor->ensure_at_least_one_state_emitted());
    EXPECT_EQ(sink.last(), R"({"more":1,"at":"2024-01-09"})");
    EXPECT_EQ(sink.states.size(), 3U);
}

TEST(DatetimeCursor, ShouldBeSynced) {
    testing::RecordingSink sink;
    DatetimeRule rule = day_rule();
    rule.lookback = duration("P2D");
    const auto cursor = cursor_of(rule, R"({"at": "2024-01-20"})", sink);
    struct Case {
        const char* record;
        bool want;
    };
    constexpr Case kCases[] = {
        {R"({"at": "2024-01-17"})", false},
        {R"({"at": "2024-01-18"})", true},
        {R"({"at": "2024-02-10"})", true},
        {R"({"at": "2024-02-11"})", false},
        {R"({"at": "whenever"})", true},
        {R"({})", true},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(cursor->should_be_synced(c.record, nullptr).value(), c.want) << c.record;
    }
}

TEST(DatetimeCursor, RestAndHalves) {
    testing::RecordingSink sink;
    DatetimeRule rule = day_rule();
    rule.granularity = duration("P1D");
    rule.step = duration("P1M");
    const auto cursor = cursor_of(rule, "{}", sink);
    const std::vector<StreamSlice> slices = drain(*cursor);
    EXPECT_EQ(cursor->reduce_slice_range(slices[0]).value().merged_text(), slices[0].merged_text());
    ASSERT_TRUE(cursor->observe(R"({"at": "2024-01-09"})", slices[0]));
    EXPECT_EQ(cursor->reduce_slice_range(slices[0]).value().merged_text(),
              R"({"from":"2024-01-09","to":"2024-01-31"})");
    EXPECT_EQ(cursor->split_request_window(slices[0], std::nullopt).value().size(), 2U);
    const std::shared_ptr<Cursor> copy = cursor->copy_without_state();
    EXPECT_EQ(copy->reduce_slice_range(slices[0]).value().merged_text(), slices[0].merged_text())
        << "a copy has seen nothing";
    ASSERT_TRUE(copy->observe(R"({"at": "2024-01-11"})", slices[0]));
    EXPECT_EQ(copy->reduce_slice_range(slices[0]).value().merged_text(), R"({"from":"2024-01-11","to":"2024-01-31"})");
    EXPECT_EQ(cursor->cursor_field(), "at");
}

TEST(DatetimeCursor, TimeOfState) {
    testing::RecordingSink sink;
    const auto cursor = cursor_of(day_rule(), "{}", sink);
    struct Case {
        const char* state;
        std::optional<std::int64_t> want;
    };
    const std::int64_t time = testing::day("2024-01-05").utc_us;
    const Case kCases[] = {
        {R"({"at": "2024-01-05"})", time},
        {R"({"state_type": "date-range", "slices": [{"start": "2023-01-01", "end": "2024-01-05"}]})", time},
        {R"({"state_type": "date-range", "slices": []})", std::nullopt},
        {R"({"at": "whenever"})", std::nullopt},
        {R"({})", std::nullopt},
    };
    for (const Case& c : kCases) {
        EXPECT_EQ(cursor->cursor_time_of_state(json(c.state)).value(), c.want) << c.state;
    }
}

TEST(DatetimeCursor, BrokenState) {
    testing::RecordingSink sink;
    EXPECT_EQ(DatetimeCursor::make(std::make_shared<const DatetimeRule>(day_rule()),
                                   {"stream", nullptr, json(R"({"at": "whenever"})"), &sink})
                  .error()
                  .code(),
              ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
