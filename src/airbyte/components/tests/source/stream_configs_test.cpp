#include "source/stream_configs.h"

#include "component_fixture.h"
#include "source_fixture.h"

#include <algorithm>

namespace levada::airbyte {
namespace {

TEST(StreamConfigs, Conditions) {
    testing::ComponentFixture f(Json::object({{"beta", true}}));
    const Json manifest = parse_yaml(
                              "streams:\n"
                              "- {type: DeclarativeStream, name: a}\n"
                              "- {type: ConditionalStreams, condition: \"{{ config['beta'] }}\", streams: [{type: "
                              "DeclarativeStream, name: b}]}\n"
                              "- {type: ConditionalStreams, condition: \"{{ config['gone'] }}\", streams: [{type: "
                              "DeclarativeStream, name: c}]}\n",
                              "m.yaml")
                              .value();
    const auto streams = static_stream_configs(manifest, f.source);
    ASSERT_TRUE(streams.has_value());
    ASSERT_EQ(streams->size(), 2U);
    EXPECT_EQ((*streams)[1].string_or("name", ""), "b");
}

TEST(StreamConfigs, ParentsAreCachedUnlessTheyRefuse) {
    Json::Array streams =
        parse_yaml(
            "- {type: DeclarativeStream, name: parent, retriever: {requester: {path: /p}}}\n"
            "- {type: DeclarativeStream, name: shy, retriever: {requester: {use_cache: false}}}\n"
            "- type: DeclarativeStream\n"
            "  name: child\n"
            "  retriever:\n"
            "    requester: {path: /c}\n"
            "    partition_router:\n"
            "      parent_stream_configs:\n"
            "      - {stream: {type: DeclarativeStream, name: parent, retriever: {requester: {path: /p}}}}\n"
            "      - {stream: {type: DeclarativeStream, name: shy, retriever: {requester: {use_cache: false}}}}\n",
            "m.yaml")
            .value()
            .as_array();
    ASSERT_TRUE(cache_parent_streams(streams, streams).has_value());
    EXPECT_TRUE(streams[0].find_path({"retriever", "requester"})->boolean_or("use_cache", false));
    EXPECT_FALSE(streams[1].find_path({"retriever", "requester"})->boolean_or("use_cache", true));
    EXPECT_EQ(streams[2].find_path({"retriever", "requester", "use_cache"}), nullptr);
    const Json& parent =
        streams[2].find_path({"retriever", "partition_router", "parent_stream_configs"})->as_array()[0];
    EXPECT_TRUE(parent.find_path({"stream", "retriever", "requester"})->boolean_or("use_cache", false));
    Json::Array nameless{Json::object({{"type", "DeclarativeStream"}})};
    EXPECT_FALSE(cache_parent_streams(nameless, nameless).has_value());
}

TEST(StreamConfigs, ParentsInOtherRoutersAndDelegatesCount) {
    const Json stream =
        parse_yaml(
            "name: child\n"
            "full_refresh_stream:\n"
            "  retriever:\n"
            "    partition_router:\n"
            "    - type: GroupingPartitionRouter\n"
            "      underlying_partition_router: {parent_stream_configs: [{stream: {name: inner}}]}\n"
            "    - {parent_stream_configs: [{stream: {name: outer}}, {no_stream: 1}]}\n"
            "incremental_stream: {retriever: {partition_router: {parent_stream_configs: [{stream: {name: last}}]}}}\n",
            "m.yaml")
            .value();
    std::vector<std::string> names;
    for (const Json* parent : parent_streams(stream)) {
        names.emplace_back(parent->string_or("name", ""));
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"inner", "last", "outer"}));
    EXPECT_TRUE(parent_streams(Json::object()).empty());
}

}  // namespace
}  // namespace levada::airbyte
