#include "source/stream_turns.h"

#include "component_fixture.h"

#include <gtest/gtest.h>

namespace levada::airbyte {
namespace {

const char* const kManifest =
    "stream_groups:\n"
    "  users: {streams: [{name: a}, {name: b}], action: {type: BlockSimultaneousSyncsAction}}\n"
    "  orders: {streams: [{name: c}]}\n";

Json child_of(const std::string& name, const std::string& parent) {
    return testing::yaml("name: " + name +
                         "\nretriever: {partition_router: {parent_stream_configs: [{stream: " + parent + "}]}}\n");
}

TEST(StreamGroups, HoldWhatTheStreamAndItsParentsAreIn) {
    const StreamGroups groups(testing::yaml(kManifest));
    using Names = std::set<std::string>;
    EXPECT_EQ(groups.held_by(testing::yaml("name: a")), Names{"users"});
    EXPECT_EQ(groups.held_by(testing::yaml("name: other")), Names{});
    EXPECT_EQ(groups.held_by(child_of("d", "{name: a}")), Names{"users"});
    const std::string between =
        "{name: x, retriever: {partition_router: {parent_stream_configs: [{stream: {name: a}}]}}}";
    EXPECT_EQ(groups.held_by(child_of("c", between)), (Names{"orders", "users"}));
    EXPECT_EQ(StreamGroups(Json::object()).held_by(child_of("d", "{name: a}")), Names{});
}

TEST(StreamGroups, RefuseAStreamTogetherWithItsParent) {
    const StreamGroups groups(testing::yaml(kManifest));
    const testing::ComponentFixture f;
    EXPECT_TRUE(groups.check(testing::yaml("name: a"), f.source));
    EXPECT_TRUE(groups.check(child_of("c", "{name: a}"), f.source));
    const Result<void> refused = groups.check(child_of("b", "{name: a}"), f.source);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::invalid_config);
}

TEST(StreamTurns, OneOfAGroupAtATime) {
    StreamTurns turns({{"a", {"users"}}, {"b", {"users"}}, {"c", {}}, {"d", {"users", "orders"}}, {"c", {}}});
    EXPECT_EQ(turns.begin(), 0U);
    EXPECT_EQ(turns.begin(), 2U) << "b waits for a, the next one need not";
    EXPECT_EQ(turns.begin(), std::nullopt) << "d waits for a, and c is being read";
    EXPECT_FALSE(turns.have_all_begun());
    turns.end(2);
    EXPECT_EQ(turns.begin(), 4U);
    turns.end(0);
    EXPECT_EQ(turns.begin(), 1U);
    EXPECT_EQ(turns.begin(), std::nullopt);
    turns.end(1);
    EXPECT_EQ(turns.begin(), 3U);
    EXPECT_TRUE(turns.have_all_begun());
    EXPECT_EQ(turns.begin(), std::nullopt);
}

}  // namespace
}  // namespace levada::airbyte
