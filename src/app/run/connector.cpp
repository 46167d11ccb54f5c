#include "run/connector.h"

#include "run/python_packages.h"

#include "levada/airbyte/components/declarative_source.h"
#include "levada/base/file.h"
#include "levada/base/hash.h"
#include "levada/base/text.h"

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

namespace {

ProgramUse program_use(const Pipeline& pipeline, ConnectorUse use) {
    return {.config = pipeline.config,
            .catalog = std::move(use.catalog),
            .state = std::move(use.state),
            .folder = pipeline.folder};
}

}  // namespace

CurlHttpOptions http_options_of(const Pipeline& pipeline) {
    CurlHttpOptions options;
    options.rewrite = pipeline.http_rewrite;
    return options;
}

Result<std::string> connector_version(const Pipeline& pipeline) {
    constexpr std::size_t kDigits = 12;
    if (pipeline.connector.empty()) {
        const bool is_own = pipeline.program.requirements.empty();
        return is_own ? join(pipeline.program.command, " ") : pipeline.program.requirements.front();
    }
    LEVADA_TRY(const std::string text, read_file(pipeline.connector));
    return pipeline.connector.filename().string() + "@" + sha256_hex(text).substr(0, kDigits);
}

Result<std::unique_ptr<airbyte::Connector>> open_connector(const Pipeline& pipeline,
                                                           ConnectorUse use,
                                                           ConnectorWorld world) {
    if (!use.window.is_open() && pipeline.program.kind != ConnectorKind::manifest) {
        return Error(ErrorCode::unsupported, "a connector that is a program cannot be read window by window")
            .with("pipeline", pipeline.name);
    }
    if (pipeline.connector.empty()) {
        LEVADA_CHECK(PythonPackages::require_installed(pipeline.program, pipeline.name));
        return open_program(pipeline.program, program_use(pipeline, std::move(use)), world);
    }
    LEVADA_TRY(std::string text, read_file(pipeline.connector));
    LEVADA_TRY(const auto python, manifest_for_python(text, pipeline.connector));
    if (python != nullptr) {
        LEVADA_CHECK(PythonPackages::require_installed(pipeline.program, pipeline.name));
        return open_python_manifest({pipeline.connector, *python, pipeline.http_rewrite},
                                    pipeline.program,
                                    program_use(pipeline, std::move(use)),
                                    world);
    }
    airbyte::SourceOptions options;
    options.manifest_file = pipeline.connector.string();
    options.manifest_text = std::move(text);
    options.config = pipeline.config;
    options.catalog = std::move(use.catalog);
    options.state = std::move(use.state);
    options.window = use.window;
    options.streams_at_once = use.streams_at_once;
    options.limits = std::move(use.limits);
    options.retries = use.retries;
    options.call_policies = std::move(use.call_policies);
    LEVADA_TRY(std::unique_ptr<airbyte::Connector> source,
               airbyte::DeclarativeSource::open(std::move(options), world.http, world.clock, world.messages));
    return source;
}

}  // namespace levada::app
