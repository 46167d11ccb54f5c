#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/cursor.h"

namespace levada::airbyte {
namespace {

constexpr const char* kBase =
    "type: DatetimeBasedCursor\ncursor_field: at\ndatetime_format: '%Y-%m-%d'\n"
    "start_datetime: '2024-01-01'\n";

struct Read {
    testing::ComponentFixture fixture;
    testing::RecordingSink sink;

    explicit Read(Json config = Json::object()) : fixture(std::move(config)) {}

    Result<std::shared_ptr<Cursor>> cursor(const std::string& more, std::shared_ptr<PartitionRouter> router = nullptr) {
        LEVADA_TRY(const auto sync, fixture.make<IncrementalSync>(kBase + more));
        return sync->make_cursor({"stream", std::move(router), Json::object(), &sink});
    }
};

TEST(DatetimeBasedCursor, Windows) {
    struct Case {
        const char* name;
        const char* more;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"until now", "", R"({"start_time":"2024-01-01","end_time":"2024-02-10"})"},
        {"until a date",
         "end_datetime: {type: MinMaxDatetime, datetime: '2024-01-20'}",
         R"({"start_time":"2024-01-01","end_time":"2024-01-20"})"},
        {"names",
         "partition_field_start: \"{{ 'a' }}\"\npartition_field_end: b\n",
         R"({"a":"2024-01-01","b":"2024-02-10"})"},
        {"steps from config",
         "step: \"{{ config['step'] }}\"\ncursor_granularity: P1D\n",
         R"({"start_time":"2024-01-01","end_time":"2024-01-30"} {"start_time":"2024-01-31","end_time":"2024-02-10"})"},
        {"step that renders empty",
         "step: \"{{ '' }}\"\ncursor_granularity: P1D\n",
         R"({"start_time":"2024-01-01","end_time":"2024-02-10"})"},
        {"whole months", "clamping: {target: MONTH}", R"({"start_time":"2024-01-01","end_time":"2024-02-01"})"},
        {"whole weeks",
         "clamping: {target: WEEK, target_details: {weekday: MONDAY}}",
         R"({"start_time":"2024-01-01","end_time":"2024-02-05"})"},
    };
    for (const Case& c : kCases) {
        Read read(testing::json(R"({"step": "P30D"})"));
        EXPECT_EQ(testing::texts_of(testing::drain(*read.cursor(c.more).value())), c.want) << c.name;
    }
}

TEST(DatetimeBasedCursor, Refused) {
    for (const char* more : {"step: P1D\n",
                             "cursor_granularity: P1D\n",
                             "step: 1 day\ncursor_granularity: P1D\n",
                             "step: \"{{ 7 }}\"\ncursor_granularity: P1D\n",
                             "lookback_window: three days\n",
                             "clamping: {target: YEAR}\n",
                             "clamping: {target: WEEK}\n",
                             "clamping: {target: WEEK, target_details: {weekday: SOMEDAY}}\n",
                             "end_datetime: soon\n"}) {
        Read read;
        const Result<std::shared_ptr<Cursor>> cursor = read.cursor(more);
        EXPECT_FALSE(cursor && cursor.value()->slices()) << more;
    }
}

TEST(DatetimeBasedCursor, OptionsAndFlags) {
    testing::ComponentFixture fixture;
    const auto sync = fixture
                          .make<IncrementalSync>(std::string(kBase) +
                                                 "is_data_feed: true\nis_client_side_incremental: true\n"
                                                 "start_time_option: {type: RequestOption, inject_into: header, "
                                                 "field_name: since}\n"
                                                 "end_time_option: {type: RequestOption, inject_into: "
                                                 "request_parameter, field_name: until}\n")
                          .value();
    EXPECT_EQ(sync->cursor_field(), "at");
    EXPECT_TRUE(sync->is_data_feed());
    EXPECT_TRUE(sync->is_client_side_incremental());
    const StreamSlice slice =
        StreamSlice::make(Json::object(), testing::json(R"({"start_time": "a", "end_time": "b"})"), Json::object())
            .value();
    const RequestParts parts = sync->request_options()->request_parts({&slice, nullptr, std::nullopt}).value();
    EXPECT_EQ(parts.headers.dump(), R"({"since":"a"})");
    EXPECT_EQ(parts.params.dump(), R"({"until":"b"})");
}

TEST(DatetimeBasedCursor, WithARouterPerPartition) {
    Read read;
    auto router = std::make_shared<testing::ListedRouter>(std::vector<Json>{testing::json(R"({"id": 1})")});
    const auto cursor = read.cursor("", router).value();
    EXPECT_EQ(testing::texts_of(testing::drain(*cursor)),
              R"({"id":1,"start_time":"2024-01-01","end_time":"2024-02-10"})");
    EXPECT_TRUE(cursor->state().value().contains("states"));
    EXPECT_FALSE(read.cursor("global_substream_cursor: true", router).value()->state().value().contains("states"));
}

TEST(DatetimeBasedCursor, BadStartOfAPartitionFailsItsSlicesOnly) {
    testing::ComponentFixture fixture;
    testing::RecordingSink sink;
    const auto sync = fixture
                          .make<IncrementalSync>(
                              "type: DatetimeBasedCursor\ncursor_field: at\n"
                              "datetime_format: '%Y-%m-%d'\nstart_datetime: soon\n")
                          .value();
    fixture.source.manifest_file = "blog.yaml";
    const auto refused = sync->make_cursor({"stream", nullptr, Json::object(), &sink});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().place(), "blog.yaml:4");
    EXPECT_EQ(refused.error().fact("field"), "start_datetime");
    auto router = std::make_shared<testing::ListedRouter>(std::vector<Json>{testing::json(R"({"id": 1})")});
    const auto cursor = sync->make_cursor({"stream", router, Json::object(), &sink}).value();
    EXPECT_EQ(cursor->slices().value()->next().error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
