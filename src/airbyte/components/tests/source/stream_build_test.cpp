#include "source/stream_build.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

TEST(StreamBuild, IncrementalStreamsAreInTheCatalog) {
    SourceFixture f(testing::Answers{});
    const auto source = f.open(manifest_of("",
                                           "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, "
                                           "datetime_format: \"%Y-%m-%d\", start_datetime: \"2024-01-01\"}\n"));
    ASSERT_TRUE(source.has_value()) << source.error().to_string();
    const Json stream = (*source)->discover()->find("streams")->as_array().front();
    EXPECT_EQ(stream.find("default_cursor_field")->dump(), R"(["at"])");
    EXPECT_EQ(stream.find("supported_sync_modes")->dump(), R"(["full_refresh","incremental"])");
    EXPECT_TRUE(stream.boolean_or("source_defined_cursor", false));
}

TEST(StreamBuild, NestedPrimaryKeysAreRefused) {
    SourceFixture f(testing::Answers{});
    std::string manifest = manifest_of();
    manifest.replace(manifest.find("primary_key: id"), 15, "primary_key: [[a, b]]");
    EXPECT_FALSE((*f.open(manifest))->discover().has_value());
}

TEST(StreamBuild, AnEmptyTextIsAPrimaryKey) {
    SourceFixture f(testing::Answers{});
    std::string manifest = manifest_of();
    manifest.replace(manifest.find("primary_key: id"), 15, "primary_key: ''");
    const Json stream = (*f.open(manifest))->discover()->find("streams")->as_array().front();
    EXPECT_EQ(stream.find("source_defined_primary_key")->dump(), R"([[""]])");
}

TEST(StreamBuild, ParentsAreReadForTheirChildren) {
    SourceFixture f(testing::Answers{{"/parents", R"([{"id":7},{"id":8}])"},
                                     {"/items?parent=7", R"({"data":[{"id":1}]})"},
                                     {"/items?parent=8", R"({"data":[]})"}});
    const std::string out = f.read(
        manifest_of(
            "      partition_router:\n"
            "        type: SubstreamPartitionRouter\n"
            "        parent_stream_configs:\n"
            "        - type: ParentStreamConfig\n"
            "          parent_key: id\n"
            "          partition_field: parent\n"
            "          request_option: {type: RequestOption, inject_into: request_parameter, field_name: parent}\n"
            "          stream:\n"
            "            type: DeclarativeStream\n"
            "            name: parents\n"
            "            retriever:\n"
            "              type: SimpleRetriever\n"
            "              requester: {type: HttpRequester, url_base: https://api.example.test, path: /parents}\n"
            "              record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: "
            "[]}}\n"),
        {"items"});
    EXPECT_NE(out.find("R items {\"id\":1}\n"), std::string::npos) << out;
    EXPECT_EQ(f.asked().size(), 3U);
    EXPECT_EQ(out.find("parents"), std::string::npos) << "a parent says nothing of its own: " << out;
}

}  // namespace
}  // namespace levada::airbyte
