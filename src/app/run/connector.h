#pragma once

#include "project/project.h"
#include "run/program_connector.h"

#include <memory>
#include <optional>

#include "levada/adapters/curl_http.h"
#include "levada/airbyte/components/declarative_source.h"
#include "levada/airbyte/components/read_window.h"
#include "levada/airbyte/components/retry_gate.h"
#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"
#include "levada/base/log.h"

namespace levada::app {

/// Messages of a connector that is only asked, not read: logs and errors go to the log, records nowhere.
class LoggedMessages : public airbyte::MessageSink {
public:
    /// Borrows `log`.
    explicit LoggedMessages(LogSink& log) : log_(log) {}

    Result<void> records(const airbyte::RecordBatchView& batch) override;
    Result<void> state(std::string_view stream, const Json& state, std::int64_t record_count) override;
    Result<void> status(std::string_view stream, airbyte::StreamStatus status) override;
    Result<void> take_back(std::string_view /*stream*/, std::int64_t /*slice*/) override { return ok(); }
    Result<void> rate_limited(std::string_view stream) override;
    Result<void> error(const airbyte::ErrorTrace& trace) override;
    Result<void> log(airbyte::LogLevel level, std::string_view text) override;
    Result<void> config_changed(const Json& config) override;
    void hide(std::vector<std::string> secrets) override;

    /// What the connector wants to be kept secret.
    const std::vector<std::string>& hidden() const { return hidden_; }

private:
    LogSink& log_;
    std::vector<std::string> hidden_;
};

/// What a connector is opened for: nothing, or a read of these streams from these states.
struct ConnectorUse {
    Json catalog{};                ///< configured catalog, or null
    Json state{};                  ///< list of state messages, or null
    airbyte::ReadWindow window{};  ///< of a backfill
    /// As SourceOptions::streams_at_once; a program reads as it wants to.
    std::int64_t streams_at_once = 1;
    std::optional<airbyte::ReadLimits> limits{};  ///< of a test read; only a manifest that runs here knows pages
    /// Of a run, where a manifest runs here: who bounds its retries, and who keeps to its api_budget. Null: the CDK's.
    airbyte::RetryGate* retries = nullptr;
    airbyte::CallPolicySlot call_policies{};
};

/// Opens a pipeline's connector: a manifest here, one with Python classes or a program beside us. Borrows `world`.
/// Sends no request and runs nothing. Errors: not_found (the manifest), invalid_config (packages that are not
/// installed), those of DeclarativeSource::open() and manifest_for_python().
Result<std::unique_ptr<airbyte::Connector>> open_connector(const Pipeline& pipeline,
                                                           ConnectorUse use,
                                                           ConnectorWorld world);

/// What dead letters call the connector: the manifest's file name and, after @, the begin of its SHA-256.
/// Of a program, its package with version, or its command. Errors: not_found (the manifest).
Result<std::string> connector_version(const Pipeline& pipeline);

/// The HTTP client's options for a pipeline.
CurlHttpOptions http_options_of(const Pipeline& pipeline);

/// The level of our log for one of the protocol's.
LogLevel log_level_of(airbyte::LogLevel level);

}  // namespace levada::app
