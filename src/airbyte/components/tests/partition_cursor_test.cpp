#include "partition_cursor.h"

#include "cursor_support.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

using testing::day_rule;
using testing::duration;
using testing::json;
using testing::ListedRouter;

std::vector<Json> partitions(std::initializer_list<int> ids) {
    std::vector<Json> listed;
    for (const int id : ids) {
        listed.push_back(Json::object({{"id", id}, {"parent_slice", Json::object()}}));
    }
    return listed;
}

struct Fixture {
    explicit Fixture(std::vector<Json> listed) : router(std::make_shared<ListedRouter>(std::move(listed))) {
        router->state = Json::object();
    }

    std::shared_ptr<Cursor> cursor(std::string_view state, bool is_global = false) {
        const auto shared = std::make_shared<const DatetimeRule>(rule);
        PartitionCursor::Options options;
        options.field = shared->field;
        options.rule = [shared]() -> Result<std::shared_ptr<const DatetimeRule>> { return shared; };
        options.use_global_cursor = is_global;
        options.clock = &testing::fixed_clock();
        return PartitionCursor::make(std::move(options), {"stream", router, json(state), &sink}).value();
    }

    DatetimeRule rule = day_rule();
    std::shared_ptr<ListedRouter> router;
    testing::RecordingSink sink;
};

void read_all(Cursor& cursor, std::initializer_list<std::pair<int, const char*>> records) {
    const std::unique_ptr<SliceSequence> sequence = cursor.slices().value();
    while (const std::optional<StreamSlice> slice = sequence->next().value()) {
        for (const auto& [id, day] : records) {
            if (slice->partition().integer_or("id", 0) == id) {
                ASSERT_TRUE(cursor.observe(Json::object({{"at", day}}).dump(), *slice));
            }
        }
        ASSERT_TRUE(cursor.close_slice(*slice));
    }
    ASSERT_TRUE(cursor.ensure_at_least_one_state_emitted());
}

TEST(PartitionCursor, StatePerPartition) {
    Fixture fixture(partitions({1, 2}));
    const auto cursor = fixture.cursor("{}");
    read_all(*cursor, {{1, "2024-01-05"}, {2, "2024-01-09"}});
    EXPECT_EQ(fixture.sink.last(),
              R"({"use_global_cursor":false,"states":[)"
              R"({"partition":{"id":1,"parent_slice":{}},"cursor":{"at":"2024-01-05"}},)"
              R"({"partition":{"id":2,"parent_slice":{}},"cursor":{"at":"2024-01-09"}}],)"
              R"("state":{"at":"2024-01-09"},"lookback_window":1,"parent_state":{}})");
    EXPECT_EQ(fixture.sink.states.size(), 2U) << "the first one, then at most one in ten minutes, then the last";
}

TEST(PartitionCursor, NothingRead) {
    Fixture fixture(partitions({1}));
    const auto cursor = fixture.cursor("{}");
    read_all(*cursor, {});
    EXPECT_EQ(fixture.sink.last(),
              R"({"use_global_cursor":false,"states":[{"partition":{"id":1,"parent_slice":{}},)"
              R"("cursor":{"at":"2024-01-01"}}],"lookback_window":0,"parent_state":{}})");
}

TEST(PartitionCursor, Resumes) {
    // Known partitions go on from their own time, new ones from the common one less the lookback.
    Fixture fixture(partitions({1, 3}));
    const auto cursor = fixture.cursor(R"({"use_global_cursor": false, "lookback_window": 86400,
        "states": [{"partition": {"parent_slice": {}, "id": 1}, "cursor": {"at": "2024-01-05"}},
                   {"partition": {"parent_slice": {}, "id": 2}, "cursor": {"at": "2024-01-06"}}],
        "state": {"at": "2024-01-20"}, "parent_state": {"up": {"at": 1}}})");
    EXPECT_EQ(testing::texts_of(testing::drain(*cursor)),
              R"({"id":1,"parent_slice":{},"from":"2024-01-05","to":"2024-02-10"} )"
              R"({"id":3,"parent_slice":{},"from":"2024-01-19","to":"2024-02-10"})");
    EXPECT_EQ(cursor->state().value().find("states")->size(), 3U) << "the vanished partition stays";
    EXPECT_EQ(cursor->state().value().find("parent_state")->dump(), R"({"up":{"at":1}})");
}

TEST(PartitionCursor, PlainStateIsForAllPartitions) {
    Fixture fixture(partitions({1}));
    const auto cursor = fixture.cursor(R"({"at": "2024-01-20"})");
    EXPECT_EQ(testing::texts_of(testing::drain(*cursor)),
              R"({"id":1,"parent_slice":{},"from":"2024-01-20","to":"2024-02-10"})");
}

TEST(PartitionCursor, RepeatedPartitionIsReadOnce) {
    Fixture fixture(partitions({1, 2, 1}));
    const auto cursor = fixture.cursor("{}");
    EXPECT_EQ(testing::drain(*cursor).size(), 2U);
}

TEST(PartitionCursor, FailedPartitionKeepsTheCommonTime) {
    Fixture fixture(partitions({1, 2}));
    const auto cursor = fixture.cursor("{}");
    const std::vector<StreamSlice> slices = testing::drain(*cursor);
    ASSERT_TRUE(cursor->observe(R"({"at": "2024-01-09"})", slices[0]));
    ASSERT_TRUE(cursor->close_slice(slices[0]));
    ASSERT_TRUE(cursor->ensure_at_least_one_state_emitted());
    EXPECT_FALSE(fixture.sink.states.back().contains("state"));
    EXPECT_EQ(fixture.sink.states.back().find("states")->as_array()[1].find("cursor")->dump(),
              R"({"at":"2024-01-01"})");
}

TEST(PartitionCursor, GlobalCursor) {
    Fixture fixture(partitions({1, 2}));
    const auto cursor = fixture.cursor("{}", true);
    read_all(*cursor, {{1, "2024-01-05"}, {2, "2024-01-09"}});
    EXPECT_EQ(fixture.sink.last(),
              R"({"use_global_cursor":true,"state":{"at":"2024-01-09"},"lookback_window":1,"parent_state":{}})");
    EXPECT_EQ(fixture.sink.states.size(), 1U) << "no state on the way without a parent's state";
}

TEST(PartitionCursor, TooManyPartitionsShareOneCursor) {
    std::vector<Json> many;
    for (std::int64_t i = 0; i <= kPartitionsWithStateMax + 1; ++i) {
        many.push_back(Json::object({{"id", i}}));
    }
    Fixture fixture(std::move(many));
    const auto cursor = fixture.cursor("{}");
    read_all(*cursor, {{1, "2024-01-05"}});
    EXPECT_TRUE(fixture.sink.states.back().boolean_or("use_global_cursor", false));
    EXPECT_FALSE(fixture.sink.states.back().contains("states"));
    EXPECT_EQ(fixture.sink.states.back().find("state")->dump(), R"({"at":"2024-01-05"})");
}

TEST(PartitionCursor, FailingParentLosesThePartitionBefore) {
    Fixture fixture(partitions({1, 2}));
    fixture.router->fails = true;
    const auto cursor = fixture.cursor("{}");
    const std::unique_ptr<SliceSequence> sequence = cursor->slices().value();
    EXPECT_TRUE(sequence->next().value().has_value());
    EXPECT_EQ(sequence->next().error().code(), ErrorCode::unavailable);
}

TEST(PartitionCursor, ShouldBeSyncedByPartition) {
    Fixture fixture(partitions({1}));
    const auto cursor = fixture.cursor(R"({"states": [{"partition": {"id": 1}, "cursor": {"at": "2024-01-05"}}],
        "state": {"at": "2024-01-20"}})");
    const StreamSlice known = StreamSlice::make(json(R"({"id": 1})"), Json::object(), Json::object()).value();
    const StreamSlice unknown = StreamSlice::make(json(R"({"id": 2})"), Json::object(), Json::object()).value();
    EXPECT_TRUE(cursor->should_be_synced(R"({"at": "2024-01-10"})", &known).value());
    EXPECT_FALSE(cursor->should_be_synced(R"({"at": "2024-01-10"})", &unknown).value());
    EXPECT_FALSE(cursor->should_be_synced(R"({"at": "2024-01-10"})", nullptr).has_value());
}

TEST(PartitionCursor, CopyForOneSlice) {
    Fixture fixture(partitions({1}));
    const auto cursor = fixture.cursor("{}", true);
    const StreamSlice slice = testing::drain(*cursor)[0];
    const std::shared_ptr<Cursor> copy = cursor->copy_without_state();
    ASSERT_TRUE(copy->observe(R"({"at": "2024-01-11"})", slice));
    EXPECT_EQ(copy->reduce_slice_range(slice).value().merged_text(),
              R"({"id":1,"parent_slice":{},"from":"2024-01-11","to":"2024-02-10"})");
}

TEST(PartitionCursor, TimeOfState) {
    Fixture fixture(partitions({1}));
    const auto cursor = fixture.cursor("{}");
    EXPECT_EQ(cursor->cursor_time_of_state(json(R"({"state": {"at": "2024-01-05"}})")).value(),
              testing::day("2024-01-05").utc_us);
    EXPECT_EQ(cursor->cursor_time_of_state(json(R"({"at": "2024-01-05"})")).value(), std::nullopt);
}

TEST(PartitionCursor, BrokenStates) {
    for (const char* state : {R"({"states": [{"cursor": {}}]})",
                              R"({"states": [{"partition": {}, "cursor": {"at": "whenever"}}]})",
                              R"({"state": {"at": "whenever"}})",
                              R"({"states": [], "lookback_window": "x"})"}) {
        Fixture fixture(partitions({1}));
        const auto shared = std::make_shared<const DatetimeRule>(fixture.rule);
        PartitionCursor::Options options;
        options.field = shared->field;
        options.rule = [shared]() -> Result<std::shared_ptr<const DatetimeRule>> { return shared; };
        options.clock = &testing::fixed_clock();
        EXPECT_EQ(PartitionCursor::make(std::move(options), {"stream", fixture.router, json(state), &fixture.sink})
                      .error()
                      .code(),
                  ErrorCode::invalid_data)
            << state;
    }
}

}  // namespace
}  // namespace levada::airbyte
