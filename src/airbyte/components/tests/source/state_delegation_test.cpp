#include "source/state_delegation.h"

#include "source_fixture.h"

namespace levada::airbyte {
namespace {

using testing::SourceFixture;

std::string manifest(const std::string& more) {
    const std::string stream =
        "\n      type: DeclarativeStream\n      name: items\n"
        "      schema_loader: {type: InlineSchemaLoader, schema: {}}\n"
        "      retriever:\n        type: SimpleRetriever\n"
        "        record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: []}}\n"
        "        requester: {type: HttpRequester, url_base: https://api.example.test, path: ";
    return "version: 6.0.0\ncheck: {type: CheckStream, stream_names: [items]}\n"
           "spec: {type: Spec, connection_specification: {type: object}}\n"
           "streams:\n  - type: StateDelegatingStream\n    name: items\n" +
           more + "    full_refresh_stream:" + stream +
           "/full}\n"
           "    incremental_stream:" +
           stream +
           "/new}\n"
           "      incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%d\", "
           "start_datetime: \"2024-01-01\"}\n";
}

Json state_at(const char* day) {
    return parse_json(
               std::string(
                   R"([{"type":"STREAM","stream":{"stream_descriptor":{"name":"items"},"stream_state":{"at":")") +
               day + R"("}}}])")
        .value();
}

std::vector<std::string> asked(const std::string& text, Json state) {
    SourceFixture f(testing::Answers{{"/full", "[]"}, {"/new", "[]"}});
    f.select({"items"});
    const auto source = f.open(text, Json::object(), std::move(state));
    EXPECT_TRUE(source.has_value()) << source.error().to_string();
    EXPECT_TRUE((*source)->read().has_value());
    return f.asked();
}

TEST(StateDelegation, StateDecides) {
    EXPECT_EQ(asked(manifest(""), Json()), (std::vector<std::string>{"/full"}));
    EXPECT_EQ(asked(manifest(""), state_at("2025-12-31")), (std::vector<std::string>{"/new"}));
}

TEST(StateDelegation, OldStateReadsInFull) {
    const std::string text = manifest("    api_retention_period: P30D\n");
    EXPECT_EQ(asked(text, state_at("2025-12-31")), (std::vector<std::string>{"/new"}));
    EXPECT_EQ(asked(text, state_at("2025-01-01")), (std::vector<std::string>{"/full"}));
}

}  // namespace
}  // namespace levada::airbyte
