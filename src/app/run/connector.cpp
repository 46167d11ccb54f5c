#include "run/connector.h"

#include "levada/base/file.h"

namespace levada::app {

LogLevel log_level_of(airbyte::LogLevel level) {
    switch (level) {
        case airbyte::LogLevel::fatal:
        case airbyte::LogLevel::error:
            return LogLevel::error;
        case airbyte::LogLevel::warn:
            return LogLevel::warning;
        case airbyte::LogLevel::info:
            return LogLevel::info;
        default:
            return LogLevel::debug;
    }
}

Result<void> LoggedMessages::records(const airbyte::RecordBatchView& /*batch*/) {
    return ok();
}
Result<void> LoggedMessages::state(std::string_view /*stream*/, const Json& /*state*/, std::int64_t /*record_count*/) {
    return ok();
}
Result<void> LoggedMessages::status(std::string_view /*stream*/, airbyte::StreamStatus /*status*/) {
    return ok();
}
Result<void> LoggedMessages::rate_limited(std::string_view /*stream*/) {
    return ok();
}

Result<void> LoggedMessages::error(const airbyte::ErrorTrace& trace) {
    log_.write(LogLevel::error,
               trace.message,
               {{"levada.stream", trace.stream},
                {"error.code", trace.failure_type},
                {"error.message", trace.internal_message}});
    return ok();
}

Result<void> LoggedMessages::log(airbyte::LogLevel level, std::string_view text) {
    log_.write(log_level_of(level), text, {});
    return ok();
}

Result<void> LoggedMessages::config_changed(const Json& /*config*/) {
    return ok();
}
void LoggedMessages::hide(std::vector<std::string> secrets) {
    hidden_.insert(hidden_.end(), secrets.begin(), secrets.end());
}

CurlHttpOptions http_options_of(const Pipeline& pipeline) {
    CurlHttpOptions options;
    options.rewrite = pipeline.http_rewrite;
    return options;
}

Result<std::unique_ptr<airbyte::DeclarativeSource>> open_connector(
    const Pipeline& pipeline, ConnectorUse use, Http& http, Clock& clock, airbyte::MessageSink& messages) {
    airbyte::SourceOptions options;
    options.manifest_file = pipeline.connector.string();
    LEVADA_TRY(options.manifest_text, read_file(pipeline.connector));
    options.config = pipeline.config;
    options.catalog = std::move(use.catalog);
    options.state = std::move(use.state);
    return airbyte::DeclarativeSource::open(std::move(options), http, clock, messages);
}

}  // namespace levada::app
