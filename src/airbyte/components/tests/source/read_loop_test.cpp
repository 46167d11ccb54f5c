#include "source/read_loop.h"

#include "source_fixture.h"

#include "levada/airbyte/components/failure.h"
#include "levada/base/text.h"

namespace levada::airbyte {
namespace {

using testing::manifest_of;
using testing::SourceFixture;

constexpr const char* kTwoSlices =
    "      partition_router: {type: ListPartitionRouter, values: [a, b], cursor_field: p,"
    " request_option: {type: RequestOption, inject_into: request_parameter, field_name: p}}\n";

TEST(ReadLoop, AFailingSliceDoesNotStopTheOthers) {
    SourceFixture f(testing::Answers{{"/items?p=b", R"({"data":[{"id":2}]})"}});
    EXPECT_EQ(f.read(manifest_of(kTwoSlices), {"items"}),
              "T items STARTED\n"
              "E items system_error\n"
              "B items 0\n"
              "T items RUNNING\n"
              "R items {\"id\":2}\n"
              "B items 1\n"
              "S items {\"__ab_no_cursor_state_message\":true} 1\n"
              "T items INCOMPLETE\n");
}

constexpr const char* kMonths =
    "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at, datetime_format: \"%Y-%m-%d\","
    " start_datetime: \"2024-01-01\", end_datetime: \"2024-03-31\", step: P1M,"
    " cursor_granularity: P1D, start_time_option: {type: RequestOption,"
    " inject_into: request_parameter, field_name: from}}\n";

/// The slices that were read and those that were taken back, in order.
std::string slices_of(const std::string& out) {
    std::string short_text;
    for (const std::string_view line : split(out, '\n')) {
        if (line.starts_with("R items")) {
            short_text += line.substr(line.find("\"id\":") + 5, 1);
        } else if (line.starts_with("B items")) {
            short_text.append(" back:").append(line.substr(8)).append(" ");
        }
    }
    return short_text;
}

TEST(ReadLoop, ASliceThatIsReadAgainIsTakenBack) {
    // Goal: what no state covers is said: the slice that failed and, as their place in the state does not move over it,
    // those of its partition behind it; other partitions' slices count.
    const std::string page = R"({"data":[{"id":%,"at":"2024-01-01"}]})";
    const auto answer = [&page](const char* id) { return std::string(page).replace(page.find('%'), 1, id); };
    SourceFixture partitions(testing::Answers{{"/items?p=a&from=2024-01-01", answer("1")},
                                              {"/items?p=a&from=2024-03-01", answer("3")},
                                              {"/items?p=b&from=2024-01-01", answer("4")},
                                              {"/items?p=b&from=2024-02-01", answer("5")},
                                              {"/items?p=b&from=2024-03-01", answer("6")}});
    EXPECT_EQ(slices_of(partitions.read(manifest_of(kTwoSlices, kMonths), {"items"})), "1 back:1 3 back:2 456");
    SourceFixture windows(
        testing::Answers{{"/items?from=2024-01-01", answer("1")}, {"/items?from=2024-03-01", answer("3")}});
    EXPECT_EQ(slices_of(windows.read(manifest_of("", kMonths), {"items"})), "1 back:1 3 back:2 ");
}

TEST(ReadLoop, PartitionsOfOneStateAreTakenBackTogether) {
    // Goal: one cursor for all partitions does not move when one of them failed.
    SourceFixture f(testing::Answers{{"/items?p=b", R"({"data":[{"id":4,"at":"2024-01-01"}]})"}});
    const std::string cursor =
        "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at,"
        " datetime_format: \"%Y-%m-%d\", start_datetime: \"2024-01-01\","
        " global_substream_cursor: true}\n";
    EXPECT_EQ(slices_of(f.read(manifest_of(kTwoSlices, cursor), {"items"})), " back:0 4 back:1 ");
}

TEST(ReadLoop, RecordsAndFailuresNameTheirResponse) {
    // Goal: whoever asked what in between, a page of records and an error tell which response they are from. Method: a
    // parent whose pages are asked for between those of its child, once from the API and once from the cache.
    SourceFixture f(
        testing::Answers{{"/items", R"({"data":[{"id":1},{"id":2}]})"}, {"/items/1", R"({"data":[{"id":11}]})"}});
    std::string manifest = manifest_of();
    const std::string path = "path: /items}";
    manifest.replace(manifest.find(path), path.size(), "path: /items, use_cache: true}");
    manifest +=
        "  - type: DeclarativeStream\n    name: parts\n"
        "    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}\n"
        "    retriever:\n      type: SimpleRetriever\n"
        "      requester: {type: HttpRequester, url_base: https://api.example.test,"
        " path: \"/items/{{ stream_partition.item }}\"}\n"
        "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}\n"
        "      partition_router:\n        type: SubstreamPartitionRouter\n        parent_stream_configs:\n"
        "          - type: ParentStreamConfig\n            parent_key: id\n            partition_field: item\n"
        "            stream: {$ref: \"#/streams/0\"}\n";
    const std::string out = f.read(manifest, {"parts", "items"});
    EXPECT_EQ(f.messages.places, (std::vector<std::string>{"raw/items/1", "raw/items/2", "raw/items"})) << out;
}

TEST(ReadLoop, RecordsBeforeAFailureAreEmitted) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1,"o":{"x":1}},{"id":2}]})"}});
    const std::string out = f.read(manifest_of("",
                                               "    transformations: [{type: AddFields, fields: [{type: "
                                               "AddedFieldDefinition, path: [x], value: \"{{ record.o.x }}\"}]}]\n"),
                                   {"items"});
    EXPECT_NE(out.find("R items {\"id\":1,\"o\":{\"x\":1},\"x\":1}\n"), std::string::npos) << out;
    EXPECT_NE(out.find("E items system_error"), std::string::npos) << out;
}

TEST(ReadLoop, WhatJsonCannotHoldEndsTheSync) {
    SourceFixture f(testing::Answers{{"/items", R"({"data":[{"id":1}]})"}});
    const std::string out =
        f.read(manifest_of("",
                           "    transformations: [{type: AddFields, fields: [{type: AddedFieldDefinition, path: [x], "
                           "value: \"{{ \\\"{1, 2}\\\" }}\"}]}]\n"),
               {"items"});
    EXPECT_NE(out.find("! A record returned from the API failed to be serialized to JSON."), std::string::npos) << out;
    EXPECT_EQ(out.find("COMPLETE"), std::string::npos) << out;
}

/// Keeps no state.
class StatelessMessages final : public MessageSink {
public:
    Result<void> records(const RecordBatchView& /*batch*/) override { return ok(); }
    Result<void> state(std::string_view /*stream*/, const Json& /*state*/, std::int64_t /*count*/) override {
        return Error(ErrorCode::unavailable, "the disk is full");
    }
    Result<void> take_back(std::string_view /*stream*/, std::int64_t /*slice*/) override { return ok(); }
    Result<void> status(std::string_view /*stream*/, StreamStatus /*status*/) override { return ok(); }
    Result<void> rate_limited(std::string_view /*stream*/) override { return ok(); }
    Result<void> error(const ErrorTrace& /*trace*/) override { return ok(); }
    Result<void> log(LogLevel /*level*/, std::string_view /*text*/) override { return ok(); }
    Result<void> config_changed(const Json& /*config*/) override { return ok(); }
    void hide(std::vector<std::string> /*secrets*/) override {}
};

TEST(ReadLoop, AStateThatCannotBeKeptEndsTheSync) {
    // Goal: it is no failure of a slice, behind which the next one would be asked for.
    SourceFixture f(testing::Answers{{"/items?p=a", R"({"data":[{"id":1,"at":"2024-01-01"}]})"},
                                     {"/items?p=b", R"({"data":[{"id":2,"at":"2024-01-01"}]})"}});
    f.select({"items"});
    SourceOptions options;
    options.manifest_text = manifest_of(kTwoSlices,
                                        "    incremental_sync: {type: DatetimeBasedCursor, cursor_field: at,"
                                        " datetime_format: \"%Y-%m-%d\", start_datetime: \"2024-01-01\"}\n");
    options.config = Json::object();
    options.catalog = f.catalog;
    StatelessMessages messages;
    const auto source = DeclarativeSource::open(std::move(options), f.http, f.clock, messages);
    ASSERT_TRUE(source) << source.error().to_string();
    const auto outcome = (*source)->read();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message(), "the disk is full");
    EXPECT_EQ(f.asked(), std::vector<std::string>{"/items?p=a"});
}

TEST(ReadLoop, TellsWhatTheApiRefused) {
    // Goal: which failures are of the credentials: the run may end by them.
    struct Case {
        const char* name;
        Error error;
        Refused want;
    };
    const Case cases[] = {
        {"401",
         traced_error(FailureType::config_error, "no")
             .with("request", "'GET' request to 'x' failed with status code '401'"),
         Refused::request},
        {"403",
         traced_error(FailureType::config_error, "no")
             .with("request", "'GET' request to 'x' failed with status code '403'"),
         Refused::nothing},
        {"401 that the manifest calls transient",
         traced_error(FailureType::transient_error, "no")
             .with("request", "'GET' request to 'x' failed with status code '401'"),
         Refused::nothing},
        {"a token endpoint",
         Error(ErrorCode::unauthenticated, "no").with("token_endpoint", "rejected"),
         Refused::token_request},
        {"a token endpoint that is busy",
         Error(ErrorCode::unauthenticated, "no").with("token_endpoint", "busy"),
         Refused::nothing},
        {"another error", Error(ErrorCode::invalid_data, "no"), Refused::nothing},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(trace_of(c.error, "s").refused, c.want) << "case: " << c.name;
    }
}

TEST(ReadLoop, CountsRecordsBetweenStates) {
    testing::CollectedMessages messages;
    CountingStateSink sink(messages);
    sink.count("a", 2);
    sink.count("b", 1);
    ASSERT_TRUE(sink.emit_state("a", Json::object()).has_value());
    sink.count("a", 1);
    ASSERT_TRUE(sink.emit_state("a", Json::object()).has_value());
    EXPECT_EQ(messages.text(), "S a {} 2\nS a {} 1\n");
}

}  // namespace
}  // namespace levada::airbyte
