#include "contract/connector_contract.h"

#include <memory>

#include <gtest/gtest.h>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada::airbyte {
namespace {

constexpr const char* kManifest = R"(version: 6.0.0
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    retriever:
      type: SimpleRetriever
      requester: {type: HttpRequester, url_base: "https://api.test", path: /items}
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: []}
    schema_loader: {type: InlineSchemaLoader, schema: {type: object}}
spec:
  type: Spec
  connection_specification:
    type: object
    properties: {api_key: {type: string, airbyte_secret: true}}
)";

class ManifestFixture {
public:
    std::unique_ptr<Connector> open(MessageSink& messages) {
        SourceOptions options;
        options.manifest_text = kManifest;
        options.config = Json::object({{"api_key", "contract-secret"}});
        options.catalog =
            *parse_json(R"({"streams":[{"stream":{"name":"items","json_schema":{}},"sync_mode":"full_refresh"}]})");
        auto source = DeclarativeSource::open(std::move(options), http_, clock_, messages);
        EXPECT_TRUE(source.has_value()) << source.error().to_string();
        return std::move(source).value();
    }
    void break_it() { is_broken_ = true; }

private:
    Result<HttpResponse> answer() const {
        HttpResponse response;
        response.status = is_broken_ ? 403 : 200;
        response.body = is_broken_ ? "{}" : R"([{"id":1},{"id":2}])";
        response.body.reserve(response.body.size() + kHttpBodyPaddingBytes);
        return response;
    }

    bool is_broken_ = false;
    levada::testing::ScriptedHttp http_{[this](const HttpRequest&) { return answer(); }};
    levada::testing::ManualClock clock_;
};

}  // namespace
}  // namespace levada::airbyte

namespace levada {

INSTANTIATE_TYPED_TEST_SUITE_P(DeclarativeSource, ConnectorContract, airbyte::ManifestFixture);

}  // namespace levada
