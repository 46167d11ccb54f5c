#include "component_fixture.h"
#include "cursor_support.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/cursor.h"

namespace levada::airbyte {
namespace {

constexpr const char* kStream =
    "retriever:\n  partition_router:\n    type: SubstreamPartitionRouter\n"
    "    parent_stream_configs: [{partition_field: \"{{ 'id' }}\"}]\n"
    "incremental_sync: {type: DatetimeBasedCursor, cursor_field: at}\n";

Result<std::shared_ptr<StateMigration>> migration(testing::ComponentFixture& fixture, const Json& stream) {
    fixture.context.stream_node = &stream;
    return fixture.make<StateMigration>("type: LegacyToPerPartitionStateMigration\n");
}

TEST(LegacyToPerPartitionStateMigration, Migrates) {
    testing::ComponentFixture fixture;
    const Json stream = testing::yaml(kStream);
    const auto migrate = migration(fixture, stream).value();
    const Json state = testing::json(R"({"13": {"at": "2024-01-01"}, "14": {"at": "2024-01-02"}})");
    EXPECT_TRUE(migrate->should_migrate(state));
    EXPECT_EQ(migrate->migrate(state).value().dump(),
              R"({"states":[{"partition":{"id":"13"},"cursor":{"at":"2024-01-01"}},)"
              R"({"partition":{"id":"14"},"cursor":{"at":"2024-01-02"}}]})");
}

TEST(LegacyToPerPartitionStateMigration, LeavesOtherStates) {
    testing::ComponentFixture fixture;
    const Json stream = testing::yaml(kStream);
    const auto migrate = migration(fixture, stream).value();
    for (const char* state : {"{}",
                              R"({"states": []})",
                              R"({"at": "2024-01-01"})",
                              R"({"13": {"at": "2024-01-01", "more": 1}})",
                              R"({"13": {"other": "2024-01-01"}})"}) {
        EXPECT_FALSE(migrate->should_migrate(testing::json(state))) << state;
    }
    testing::ComponentFixture two;
    const Json two_parents = testing::yaml(
        "retriever: {partition_router: {type: SubstreamPartitionRouter, parent_stream_configs: [{partition_field: a}, "
        "{partition_field: b}]}}\nincremental_sync: {cursor_field: at}\n");
    EXPECT_FALSE(migration(two, two_parents).value()->should_migrate(testing::json(R"({"1": {"at": 1}})")));
}

TEST(LegacyToPerPartitionStateMigration, NeedsRouterAndCursor) {
    testing::ComponentFixture fixture;
    const Json no_router = testing::yaml("retriever: {}\nincremental_sync: {cursor_field: at}\n");
    EXPECT_FALSE(migration(fixture, no_router).has_value());
    const Json no_cursor = testing::yaml("retriever: {}\n");
    EXPECT_FALSE(migration(fixture, no_cursor).has_value());
}

}  // namespace
}  // namespace levada::airbyte
