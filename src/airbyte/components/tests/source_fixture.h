#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/base/yaml.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada::airbyte::testing {

/// Keeps all messages as short texts, in order: "R items {…}", "F {…}" for a file, "S items {…} 2", "T items COMPLETE",
/// "E items type", "B items 3" for a slice that was taken back.
class CollectedMessages final : public MessageSink {
public:
    Result<void> records(const RecordBatchView& batch) override {
        places.emplace_back(batch.raw_object);
        for (std::size_t i = 0; i < batch.records.size(); ++i) {
            lines.push_back("R " + std::string(batch.stream) + " " + std::string(batch.records[i]));
            if (!batch.file_references.empty()) {
                lines.push_back("F " + std::string(batch.file_references[i]));
            }
        }
        return {};
    }
    Result<void> state(std::string_view stream, const Json& state, std::int64_t count) override {
        lines.push_back("S " + std::string(stream) + " " + state.dump() + " " + std::to_string(count));
        return {};
    }
    Result<void> take_back(std::string_view stream, std::int64_t slice) override {
        lines.push_back("B " + std::string(stream) + " " + std::to_string(slice));
        return {};
    }
    Result<void> status(std::string_view stream, StreamStatus status) override {
        constexpr const char* kNames[] = {"STARTED", "RUNNING", "COMPLETE", "INCOMPLETE"};
        lines.push_back("T " + std::string(stream) + " " + kNames[static_cast<int>(status)]);
        return {};
    }
    Result<void> rate_limited(std::string_view stream) override {
        lines.push_back("L " + std::string(stream));
        return {};
    }
    Result<void> error(const ErrorTrace& trace) override {
        lines.push_back("E " + trace.stream + " " + trace.failure_type);
        places.push_back(trace.raw_object);
        return {};
    }
    Result<void> log(LogLevel /*level*/, std::string_view text) override {
        logs.emplace_back(text);
        return {};
    }
    Result<void> config_changed(const Json& config) override {
        lines.push_back("C " + config.dump());
        return {};
    }
    void hide(std::vector<std::string> secrets) override { hidden = std::move(secrets); }

    std::string text() const {
        std::string all;
        for (const std::string& line : lines) {
            all += line + "\n";
        }
        return all;
    }
    std::vector<std::string> lines;
    std::vector<std::string> logs;
    std::vector<std::string> hidden;
    std::vector<std::string> places;  ///< of each page with records and each error: where the response is kept
};

/// Bodies by path and query.
using Answers = std::map<std::string, std::string>;

/// A source over answers by URL (path and query); anything else is answered with 404.
struct SourceFixture {
    explicit SourceFixture(Answers answers_by_path) : answers(std::move(answers_by_path)) {}

    Result<std::unique_ptr<DeclarativeSource>> open(const std::string& manifest,
                                                    Json config = Json::object(),
                                                    Json state = Json()) {
        SourceOptions options;
        options.manifest_text = manifest;
        options.manifest_file = "m.yaml";
        options.config = std::move(config);
        options.state = std::move(state);
        options.catalog = catalog;
        options.files = files;
        return DeclarativeSource::open(std::move(options), http, clock, messages);
    }

    /// Reads `streams` and gives the messages.
    std::string read(const std::string& manifest,
                     const std::vector<std::string>& streams,
                     Json config = Json::object()) {
        select(streams);
        auto source = open(manifest, std::move(config));
        if (!source.has_value()) {
            return "open: " + source.error().to_string();
        }
        const Result<ReadOutcome> outcome = (*source)->read();
        return messages.text() + (outcome.has_value() ? "" : "! " + outcome.error().message() + "\n");
    }

    void select(const std::vector<std::string>& streams) {
        Json entries = Json::array();
        for (const std::string& stream : streams) {
            entries.push_back(
                Json::object({{"stream", Json::object({{"name", stream}, {"json_schema", Json::object()}})},
                              {"sync_mode", "full_refresh"}}));
        }
        catalog = Json::object({{"streams", std::move(entries)}});
    }

    std::vector<std::string> asked() const {
        std::vector<std::string> paths;
        for (const HttpRequest& request : http.requests()) {
            paths.push_back(request.url.substr(std::string("https://api.example.test").size()));
        }
        return paths;
    }

    Answers answers;
    Json catalog;
    FileArea* files = nullptr;
    levada::testing::ManualClock clock;
    CollectedMessages messages;
    levada::testing::ScriptedHttp http{[this](const HttpRequest& request) -> Result<HttpResponse> {
        HttpResponse response;
        response.url = request.url;
        response.raw_object = "raw" + request.url.substr(std::string("https://api.example.test").size());
        const auto found = answers.find(request.url.substr(std::string("https://api.example.test").size()));
        response.status = found == answers.end() ? 404 : 200;
        response.body = found == answers.end() ? R"({"message":"not here"})" : found->second;
        response.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
        return response;
    }};
};

/// A manifest of one stream `items` with more lines for its retriever (6 blanks deep) and for the stream (4 deep).
inline std::string manifest_of(const std::string& retriever_lines = "",
                               const std::string& stream_lines = "",
                               const std::string& more = "") {
    return "version: 6.0.0\n"
           "check: {type: CheckStream, stream_names: [items]}\n"
           "spec:\n  type: Spec\n  connection_specification:\n    type: object\n    required: []\n"
           "    properties: {key: {type: string, airbyte_secret: true}}\n"
           "streams:\n"
           "  - type: DeclarativeStream\n"
           "    name: items\n"
           "    primary_key: id\n"
           "    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}\n" +
           stream_lines +
           "    retriever:\n"
           "      type: SimpleRetriever\n"
           "      requester: {type: HttpRequester, url_base: https://api.example.test, path: /items}\n"
           "      record_selector: {type: RecordSelector, extractor: {type: DpathExtractor, field_path: [data]}}\n" +
           retriever_lines + more;
}

}  // namespace levada::airbyte::testing
