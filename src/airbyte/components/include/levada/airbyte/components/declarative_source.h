#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/components/call_policies.h"
#include "levada/airbyte/components/file_area.h"
#include "levada/airbyte/components/read_window.h"
#include "levada/airbyte/components/retry_gate.h"
#include "levada/airbyte/connector.h"
#include "levada/airbyte/manifest.h"
#include "levada/airbyte/messages.h"
#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/http.h"

namespace levada::airbyte {

/// How far a test read goes. Source: airbyte-cdk 7.39.1, connector_builder (5 slices, 5 pages of each).
struct ReadLimits {
    std::int64_t slices_max = 5;
    std::int64_t pages_per_slice_max = 5;
    /// Told of each slice before it is read; may be empty.
    std::function<void(const Json& slice)> on_slice{};
};

/// As many streams at once as the manifest's `concurrency_level` says, two without one. Source: airbyte-cdk 7.39.1,
/// concurrent_declarative_source.py; it counts requests, and a stream sends one at a time.
inline constexpr std::int64_t kStreamsAtOnceOfManifest = 0;
/// Whatever a manifest or a project wants.
inline constexpr std::int64_t kStreamsAtOnceMax = 32;

/// What a source is opened with.
struct SourceOptions {
    /// The manifest's text; `manifest_file` names it in errors and is where schema files are looked for.
    std::string manifest_text;
    std::string manifest_file = "manifest.yaml";
    /// The connector's configuration; null for `spec`.
    Json config;
    /// The configured catalog of a read; null else. Airbyte's ConfiguredAirbyteCatalog.
    Json catalog;
    /// The input state: a list of AirbyteStateMessage; null for none.
    Json state;
    /// The part of time that streams with a time cursor keep to; open: as the manifest and the state say.
    ReadWindow window{};
    /// Where the files of records go; null: nowhere, and streams with files fail. Outlives the source.
    FileArea* files = nullptr;
    /// Asked before each retry; null: the manifest alone decides. Outlives the source.
    RetryGate* retries = nullptr;
    /// Takes the policies of the manifest's api_budget, which the source then does not keep to itself.
    CallPolicySlot call_policies{};
    /// For a test read; nothing reads all.
    std::optional<ReadLimits> limits{};
    /// How many streams a read reads at the same time: 1, one after another in the order of the catalog; at most
    /// kStreamsAtOnceMax and the manifest's max_concurrency. A test read is always in order. Where it is not 1, the
    /// source's http, clock and messages are thread-safe.
    std::int64_t streams_at_once = 1;
};

/// The ConnectorSpecification that a manifest holds, whoever runs it. Errors: invalid_config when it has no spec.
Result<Json> specification_of(const Manifest& manifest);

/// A low-code connector: an Airbyte manifest that runs as airbyte-cdk 7.39.1 runs it.
/// Talks to the world through Http and Clock only. Not thread-safe for its caller; reads several streams at the same
/// time when SourceOptions say so, each whole on one thread.
/// Errors are traced (failure.h) where the CDK classifies them; any other error is an unexpected one.
class DeclarativeSource final : public Connector {
public:
    /// Loads and checks the manifest, migrates and transforms the configuration (config_changed on `messages`).
    /// Borrows `http`, `clock`, `messages`; they outlive the source. Sends no request.
    /// Errors: invalid_config (file:line), unsupported (a component this build does not have), invalid_data.
    static Result<std::unique_ptr<DeclarativeSource>> open(SourceOptions options,
                                                           Http& http,
                                                           Clock& clock,
                                                           MessageSink& messages);
    ~DeclarativeSource() override;
    DeclarativeSource(const DeclarativeSource&) = delete;
    DeclarativeSource& operator=(const DeclarativeSource&) = delete;

    /// ConnectorSpecification. Errors: invalid_config when the manifest has no spec.
    Result<Json> spec() const override;
    /// The configuration after migrations and transformations.
    const Json& config() const;
    /// Errors: traced config_error when the configuration does not fit the spec.
    Result<void> validate_config() const override;
    /// Reads the first record of the streams that the manifest names. A connection that fails is no error.
    /// Errors: invalid_data (check names a stream that is not there), those of the manifest's own validations.
    Result<ConnectionStatus> check() override;
    /// AirbyteCatalog. May send requests (dynamic streams and schemas). Errors: of those.
    Result<Json> discover() override;
    /// Names of the streams, in order. Errors: as discover().
    Result<std::vector<std::string>> stream_names();
    /// Reads the streams of the configured catalog: statuses, records, states and traces go to the messages.
    /// A failing stream is reported and does not stop the others. Errors: what ends the whole sync (building a stream,
    /// a schema that cannot be loaded, a record that cannot be written, the output).
    Result<ReadOutcome> read() override;

private:
    struct Parts;
    explicit DeclarativeSource(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace levada::airbyte
