#include "run/manifest_rules.h"

#include "run/connector.h"

#include <gtest/gtest.h>

#include "levada/airbyte/components/declarative_source.h"
#include "levada/base/time.h"
#include "levada/testing/manual_clock.h"
#include "levada/testing/scripted_http.h"

namespace levada::app {
namespace {

using std::chrono::seconds;

constexpr const char* kManifest = R"(version: 6.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
api_budget:
  type: HTTPAPIBudget
  ratelimit_reset_header: X-Reset
  ratelimit_remaining_header: X-Left
  policies:
    - type: MovingWindowCallRatePolicy
      rates: [{limit: "{{ config['calls'] }}", interval: PT1M}]
      matchers: [{url_path_pattern: /reports}]
    - {type: FixedWindowCallRatePolicy, period: PT1M, call_limit: 100, matchers: []}
streams:
  - type: DeclarativeStream
    name: items
    retriever:
      type: SimpleRetriever
      requester: {type: HttpRequester, url_base: "https://a.example", path: /items}
      record_selector:
        type: RecordSelector
        extractor: {type: DpathExtractor, field_path: []}
    schema_loader: {type: InlineSchemaLoader, schema: {type: object, properties: {}}}
)";

/// The rules that a source hands over when its first stream is built.
std::shared_ptr<ManifestRules> rules_of(const char* manifest, int calls) {
    class NullLog final : public LogSink {
        void write_entry(LogLevel, std::string_view, std::span<const LogField>) override {}
    };
    levada::testing::ManualClock clock;
    levada::testing::ScriptedHttp http(
        [](const HttpRequest&) -> Result<HttpResponse> { return HttpResponse{.status = 200}; });
    NullLog log;
    LoggedMessages messages(log);
    std::shared_ptr<ManifestRules> rules;
    airbyte::SourceOptions options;
    options.manifest_text = manifest;
    options.config = Json::object({{"calls", calls}});
    options.call_policies.take = [&rules](std::shared_ptr<airbyte::CallPolicies> policies) {
        rules = std::make_shared<ManifestRules>(std::move(policies));
    };
    const auto source = airbyte::DeclarativeSource::open(std::move(options), http, clock, messages);
    EXPECT_TRUE(source.has_value());
    EXPECT_TRUE((*source)->check().has_value());
    return rules;
}

TEST(ManifestRules, KeepToThePoliciesOfTheManifest) {
    // Goal: the first policy that matches counts; what is not the same limit is another group; the id tells limits
    // that come from the configuration apart; a fresh one has counted nothing.
    const std::shared_ptr<ManifestRules> rules = rules_of(kManifest, 2);
    ASSERT_NE(rules, nullptr);
    EXPECT_EQ(rules->id(), rules_of(kManifest, 2)->id());
    EXPECT_NE(rules->id(), rules_of(kManifest, 3)->id());
    const HttpRequest report{.url = "https://a.example/reports"};
    const HttpRequest item{.url = "https://a.example/items"};
    EXPECT_NE(rules->group_of(report), rules->group_of(item));
    const Instant now = *parse_rfc3339("2026-01-01T00:00:00Z");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(rules->wait_for(report, now).value(), seconds(0));
        rules->count(report, now);
    }
    EXPECT_GE(rules->wait_for(report, now).value(), seconds(60));
    EXPECT_EQ(rules->wait_for(item, now).value(), seconds(0));
    EXPECT_EQ(rules->fresh()->wait_for(report, now).value(), seconds(0));
    EXPECT_EQ(rules->fresh()->id(), rules->id());
}

TEST(ManifestRules, AResetThatIsYearsOffIsAnHour) {
    // Goal: what the server says of its reset is believed, ahead and behind, but only up to an hour.
    struct Case {
        const char* name;
        const char* reset;
        std::chrono::nanoseconds want;
    };
    const Case cases[] = {
        {"in half a minute", "1767225630", seconds(30)},
        {"six years ahead", "1956528030", std::chrono::hours(1)},
        {"no time at all", "99999999999999999", std::chrono::hours(1)},
        {"eleven years behind", "1420070430", seconds(0)},
    };
    const Instant now = *parse_rfc3339("2026-01-01T00:00:00Z");
    for (const Case& c : cases) {
        const std::shared_ptr<ManifestRules> rules = rules_of(kManifest, 2);
        ASSERT_NE(rules, nullptr);
        const HttpRequest item{.url = "https://a.example/items"};
        HttpResponse response;
        response.status = 200;
        response.headers.add("X-Left", "0");
        response.headers.add("X-Reset", c.reset);
        rules->count(item, now);
        rules->learn(item, response, now);
        EXPECT_EQ(rules->wait_for(item, now).value(), c.want) << c.name;
    }
}

}  // namespace
}  // namespace levada::app
