#pragma once

#include "recorded_process.h"

#include <atomic>
#include <string>
#include <vector>

#include "levada/base/file.h"
#include "levada/testing/loopback_server.h"
#include "levada/testing/temp_dir.h"

namespace levada::app {

inline constexpr const char* kShopManifest = R"(version: 6.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
definitions:
  requester:
    type: HttpRequester
    url_base: "{{ config['base_url'] }}"
    authenticator: {type: BearerAuthenticator, api_token: "{{ config['api_key'] }}"}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: [id]
    retriever:
      type: SimpleRetriever
      requester: {$ref: "#/definitions/requester", path: /items}
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: [data]}
    incremental_sync:
      type: DatetimeBasedCursor
      cursor_field: updated_at
      datetime_format: "%Y-%m-%dT%H:%M:%SZ"
      start_datetime: "2024-01-01T00:00:00Z"
    schema_loader:
      type: InlineSchemaLoader
      schema: {type: object, properties: {id: {type: integer}, name: {type: string}, updated_at: {type: string, format: date-time}}}
  - type: DeclarativeStream
    name: shops
    retriever:
      type: SimpleRetriever
      requester: {$ref: "#/definitions/requester", path: /shops}
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: []}
    schema_loader:
      type: InlineSchemaLoader
      schema: {type: object, properties: {id: {type: integer}, city: {type: string}}}
spec:
  type: Spec
  connection_specification:
    type: object
    required: [base_url, api_key]
    properties: {base_url: {type: string}, api_key: {type: string, airbyte_secret: true}}
)";

/// A project folder with one pipeline "shop" against an API of its own: two items, two shops, the key
/// "k3y-of-the-shop".
/// `/shops` answers 403 once `is_refusing_shops` is set.
class ShopProject {
public:
    ShopProject() : server_([this](const std::string& request) { return answer(request); }) {
        write("shop.yaml", kShopManifest);
        write("secrets.yaml", "api_key: k3y-of-the-shop\n");
        write("levada.yaml",
              "pipelines:\n  shop:\n    connector: shop.yaml\n    config:\n      base_url: \"" + server_.url() +
                  "\"\n      api_key: ${secret:api_key}\n");
    }

    std::string path() const { return folder_.path().string(); }
    void write(const std::string& name, const std::string& text) {
        LEVADA_ASSERT(write_file_atomically(folder_.path() / name, text).has_value());
    }
    /// Runs a command on the project.
    Result<ExitCode> run(RecordedProcess& process, std::vector<std::string> words) const {
        words.insert(words.end(), {"--project", path()});
        return process.run(words);
    }
    /// The values that `sql` gives, as CSV without the line of names; or what went wrong.
    std::string cell(const std::string& sql) const {
        RecordedProcess process;
        const auto done = run(process, {"query", sql, "--format", "csv"});
        if (!done) {
            return done.error().to_string();
        }
        const std::string text = process.out();
        return text.substr(text.find('\n') + 1, text.rfind('\n') - text.find('\n') - 1);
    }
    std::size_t request_count() const { return server_.requests().size(); }

    std::atomic<bool> is_refusing_shops = false;

private:
    std::string answer(const std::string& request) const {
        if (request.find("Bearer k3y-of-the-shop") == std::string::npos) {
            return "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}";
        }
        if (request.starts_with("GET /items")) {
            return testing::LoopbackServer::ok(R"({"data":[{"id":1,"name":"tap","updated_at":"2024-02-01T00:00:00Z"},)"
                                               R"({"id":2,"name":"pipe","updated_at":"2024-02-02T00:00:00Z"}]})");
        }
        if (is_refusing_shops) {
            return "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}";
        }
        return testing::LoopbackServer::ok(R"([{"id":1,"city":"Porto"},{"id":2,"city":"Braga"}])");
    }

    testing::TempDir folder_;
    testing::LoopbackServer server_;
};

}  // namespace levada::app
