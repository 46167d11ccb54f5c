#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/cursor.h"

namespace levada::airbyte {
namespace {

Result<std::shared_ptr<IncrementalSync>> sync_of(testing::ComponentFixture& fixture, const std::string& more) {
    return fixture.make<IncrementalSync>("type: IncrementingCountCursor\ncursor_field: id\n" + more);
}

TEST(IncrementingCountCursor, SlicesAndState) {
    struct Case {
        const char* name;
        const char* start;
        const char* state;
        const char* slices;
        std::vector<const char*> records;
        const char* want;
    };
    const Case kCases[] = {
        {"from the start", "start_value: 5", "{}", R"({"start":5,"end":Infinity})", {"7", "9", "8"}, R"({"id":9})"},
        {"default start", "", "{}", R"({"start":0,"end":Infinity})", {}, R"({"id":0})"},
        {"template", "start_value: \"{{ config['n'] }}\"", "{}", R"({"start":3,"end":Infinity})", {}, R"({"id":3})"},
        {"from the state", "start_value: 5", R"({"id": 20})", R"({"start":20,"end":Infinity})", {"21"}, R"({"id":21})"},
        {"state below the start", "start_value: 5", R"({"id": 2})", R"({"start":5,"end":Infinity})", {}, R"({"id":5})"},
        {"fractions", "", "{}", R"({"start":0,"end":Infinity})", {"1.5", "null"}, R"({"id":1.5})"},
        {"slices that overlap",
         "",
         R"({"state_type": "integer", "slices": [{"start": 0, "end": 9, "most_recent_cursor_value": 8},
                                                 {"start": 10, "end": 12, "most_recent_cursor_value": 11}]})",
         R"({"start":12,"end":Infinity})",
         {},
         R"({"id":11})"},
    };
    for (const Case& c : kCases) {
        testing::ComponentFixture fixture(testing::json(R"({"n": 3})"));
        testing::RecordingSink sink;
        const auto sync = sync_of(fixture, c.start).value();
        const auto cursor = sync->make_cursor({"stream", nullptr, testing::json(c.state), &sink}).value();
        const std::vector<StreamSlice> slices = testing::drain(*cursor);
        EXPECT_EQ(testing::texts_of(slices), c.slices) << c.name;
        for (const char* record : c.records) {
            ASSERT_TRUE(cursor->observe("{\"id\": " + std::string(record) + "}", slices[0])) << c.name;
        }
        ASSERT_TRUE(cursor->close_slice(slices[0])) << c.name;
        ASSERT_TRUE(cursor->ensure_at_least_one_state_emitted()) << c.name;
        EXPECT_EQ(sink.last(), c.want) << c.name;
    }
}

TEST(IncrementingCountCursor, OptionAndFilter) {
    testing::ComponentFixture fixture;
    testing::RecordingSink sink;
    const auto sync = sync_of(fixture,
                              "start_value_option: {type: RequestOption, inject_into: request_parameter, "
                              "field_name: after}\n")
                          .value();
    const auto cursor = sync->make_cursor({"stream", nullptr, testing::json(R"({"id": 7})"), &sink}).value();
    const std::vector<StreamSlice> slices = testing::drain(*cursor);
    EXPECT_EQ(sync->request_options()->request_parts({slices.data(), nullptr, std::nullopt}).value().params.dump(),
              R"({"after":7})");
    EXPECT_FALSE(cursor->should_be_synced(R"({"id": 6})", nullptr).value());
    EXPECT_TRUE(cursor->should_be_synced(R"({"id": 7})", nullptr).value());
    EXPECT_TRUE(cursor->should_be_synced(R"({})", nullptr).value());
    EXPECT_EQ(sync->cursor_field(), "id");
}

TEST(IncrementingCountCursor, Refused) {
    testing::ComponentFixture fixture;
    testing::RecordingSink sink;
    EXPECT_FALSE(sync_of(fixture, "start_value: many").has_value());
    const auto sync = sync_of(fixture, "").value();
    auto router = std::make_shared<testing::ListedRouter>(std::vector<Json>{Json::object()});
    EXPECT_FALSE(sync->make_cursor({"stream", router, Json::object(), &sink}).has_value());
    EXPECT_FALSE(sync->make_cursor({"stream", nullptr, testing::json(R"({"id": "x"})"), &sink}).has_value());
    const auto cursor = sync->make_cursor({"stream", nullptr, Json::object(), &sink}).value();
    EXPECT_EQ(cursor->observe(R"({"id": [1]})", StreamSlice()).error().code(), ErrorCode::invalid_data)
        << "a list can't be compared with the start";
}

TEST(IncrementingCountCursor, TextsFailAtTheEndOfTheSlice) {
    // Goal: records with texts for counts come out, then the stream has no state to give. Method: two texts.
    testing::ComponentFixture fixture;
    testing::RecordingSink sink;
    const auto sync = sync_of(fixture, "").value();
    const auto cursor = sync->make_cursor({"stream", nullptr, testing::json("{}"), &sink}).value();
    const std::vector<StreamSlice> slices = testing::drain(*cursor);
    EXPECT_TRUE(cursor->observe(R"({"id":"3"})", slices.front()).has_value());
    EXPECT_TRUE(cursor->observe(R"({"id":"20"})", slices.front()).has_value());
    EXPECT_EQ(cursor->observe(R"({"id":4})", slices.front()).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(cursor->close_slice(slices.front()).error().code(), ErrorCode::invalid_data);
    EXPECT_EQ(cursor->ensure_at_least_one_state_emitted().error().code(), ErrorCode::invalid_data);
}

}  // namespace
}  // namespace levada::airbyte
