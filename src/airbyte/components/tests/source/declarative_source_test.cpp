#include "levada/airbyte/components/declarative_source.h"

#include "source_fixture.h"

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(DeclarativeSource, SpecAndCatalog) {
    SourceFixture f(testing::Answers{});
    const auto source = f.open(manifest_of(), Json::object({{"key", "secret"}}));
    ASSERT_TRUE(source.has_value()) << source.error().to_string();
    EXPECT_NE((*source)->spec()->find("connectionSpecification"), nullptr);
    EXPECT_EQ(f.messages.hidden, (std::vector<std::string>{"secret"}));
    const Result<Json> catalog = (*source)->discover();
    ASSERT_TRUE(catalog.has_value()) << catalog.error().to_string();
    const Json& stream = catalog->find("streams")->as_array().front();
    EXPECT_EQ(stream.find("source_defined_primary_key")->dump(), R"([["id"]])");
    EXPECT_EQ(stream.find("supported_sync_modes")->dump(), R"(["full_refresh"])");
    EXPECT_EQ((*source)->stream_names().value(), (std::vector<std::string>{"items"}));
    EXPECT_TRUE(f.asked().empty()) << "no request is needed for this";
}

TEST(DeclarativeSource, ValidatesItsConfiguration) {
    SourceFixture f(testing::Answers{});
    const auto wrong = f.open(manifest_of(), Json::object({{"key", 5}}));
    const Result<void> checked = (*wrong)->validate_config();
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(failure_type_of(checked.error()), FailureType::config_error);
    EXPECT_TRUE((*f.open(manifest_of(), Json::object({{"key", "k"}})))->validate_config().has_value());
}

TEST(DeclarativeSource, RefusesManifestsBeforeAnyRequest) {
    SourceFixture f(testing::Answers{});
    const auto source = f.open(manifest_of("      no_such: 1\n      paginator: {type: CustomPaginator}\n"));
    ASSERT_FALSE(source.has_value());
    EXPECT_TRUE(std::string(source.error().place()).starts_with("m.yaml:")) << source.error().to_string();
    EXPECT_TRUE(f.asked().empty());
}

TEST(DeclarativeSource, StreamsThatAreNotThereAreIncomplete) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    EXPECT_EQ(f.read(manifest_of(), {"nope", "items"}),
              "T nope INCOMPLETE\n"
              "T items STARTED\n"
              "T items RUNNING\n"
              "R items {\"id\":1}\n"
              "S items {\"__ab_no_cursor_state_message\":true} 1\n"
              "T items COMPLETE\n");
}

TEST(DeclarativeSource, UnknownStreamsAloneAreNotTold) {
    SourceFixture f(testing::Answers{});
    EXPECT_EQ(f.read(manifest_of(), {"nope"}), "") << "the CDK tells of them with those that it reads";
}

TEST(DeclarativeSource, NoStreamSharesAGroupWithItsParent) {
    // Source: ConcurrentDeclarativeSource._apply_stream_groups.
    SourceFixture f(testing::Answers{});
    const std::string parent =
        "      partition_router:\n        type: SubstreamPartitionRouter\n        parent_stream_configs:\n"
        "        - type: ParentStreamConfig\n          parent_key: id\n          partition_field: of\n"
        "          stream:\n            type: DeclarativeStream\n            name: parents\n"
        "            schema_loader: {type: InlineSchemaLoader, schema: {}}\n            retriever:\n"
        "              type: SimpleRetriever\n"
        "              requester: {type: HttpRequester, url_base: https://api.example.test, path: /parents}\n"
        "              record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n";
    const std::string groups =
        "stream_groups:\n  one:\n    streams:\n    - {$ref: \"#/streams/0\"}\n"
        "    - {$ref: \"#/streams/0/retriever/partition_router/parent_stream_configs/0/stream\"}\n"
        "    action: {type: BlockSimultaneousSyncsAction}\n";
    const auto source = f.open(manifest_of(parent, "", groups));
    ASSERT_TRUE(source.has_value()) << source.error().to_string();
    const Result<Json> catalog = (*source)->discover();
    ASSERT_FALSE(catalog.has_value());
    EXPECT_EQ(catalog.error().code(), ErrorCode::invalid_config);
    EXPECT_NE(catalog.error().message().find("group \"one\""), std::string::npos) << catalog.error().to_string();
}

TEST(DeclarativeSource, NeedsAWorker) {
    for (const auto& [level, may_open] : {std::pair("0", false), std::pair("-1", false), std::pair("1", true)}) {
        SourceFixture f(testing::Answers{});
        const std::string more =
            std::string("concurrency_level: {type: ConcurrencyLevel, default_concurrency: ") + level + "}\n";
        EXPECT_EQ(f.open(manifest_of("", "", more)).has_value(), may_open) << level;
    }
}

TEST(DeclarativeSource, PrimaryKeyMayBeAListOfPathsOfOne) {
    SourceFixture f(testing::Answers{});
    std::string manifest = manifest_of();
    manifest.replace(manifest.find("primary_key: id"), 15, "primary_key: [[a], [b]]");
    const auto source = f.open(manifest);
    ASSERT_TRUE(source.has_value());
    EXPECT_EQ((*source)->discover()->find("streams")->as_array()[0].find("source_defined_primary_key")->dump(),
              R"([["a"],["b"]])");
}

TEST(DeclarativeSource, BadPagesGiveWhatTheCdkGives) {
    struct Case {
        const char* name;
        std::string body;
        const char* records;
    };
    const Case cases[] = {
        {"cut off in its middle", R"({"data":[{"id":1},)", ""},
        {"a page for people", "<html>busy</html>", ""},
        {"bytes that are no UTF-8", "{\"data\":[{\"id\":\"a\xFF\"}]}", ""},
        {"nested beyond Python's depth", std::string(2000, '[') + std::string(2000, ']'), ""},
        {"a gigantic integer",
         R"({"data":[{"id":123456789012345678901}]})",
         "R items {\"id\":1.2345678901234568e+20}\n"},
        {"an empty key", R"({"data":[{"":1}],"":2})", "R items {\"\":1}\n"},
    };
    for (const Case& c : cases) {
        SourceFixture f(testing::Answers{{"/items", c.body}});
        const std::string read = f.read(manifest_of(), {"items"});
        const std::size_t at = read.find("R items");
        EXPECT_EQ(at == std::string::npos ? "" : read.substr(at, read.find('\n', at) + 1 - at), c.records) << c.name;
        EXPECT_NE(read.find("T items COMPLETE"), std::string::npos) << c.name << ": " << read;
    }
}

}  // namespace
}  // namespace levada::airbyte
