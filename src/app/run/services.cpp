#include "run/services.h"

#include "levada/base/time.h"

namespace levada::app {

namespace {

/// For the writer of the lake. Source: measured; below it Parquet writers of wide tables do not get their buffers.
constexpr std::uint64_t kEngineMemoryBytes = std::uint64_t{64} << 20;

LogLevel level_of(const std::string& name) {
    for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning}) {
        if (name == to_string(level)) {
            return level;
        }
    }
    return LogLevel::error;
}

std::vector<Secret> secrets_of(const std::vector<std::string>& texts) {
    std::vector<Secret> secrets;
    secrets.reserve(texts.size());
    for (const std::string& text : texts) {
        secrets.emplace_back(text);
    }
    return secrets;
}

}  // namespace

Result<std::unique_ptr<Clock>> clock_of(const Arguments& arguments) {
    const auto text = arguments.find("clock");
    if (!text) {
        return std::make_unique<SystemClock>();
    }
    const auto when = parse_rfc3339(*text);
    if (!when) {
        return Error(ErrorCode::invalid_config, "--clock: " + when.error().message());
    }
    return std::make_unique<FixedClock>(*when);
}

Result<std::unique_ptr<CommandLog>> CommandLog::open(const Project& project,
                                                     const Process& process,
                                                     const Arguments& arguments,
                                                     const Clock& clock) {
    std::unique_ptr<CommandLog> log(new CommandLog());
    observe::LogOptions terminal;
    terminal.format = arguments.text("log-format") == "json" ? observe::LogFormat::ecs_json : observe::LogFormat::text;
    terminal.level_min = level_of(arguments.text("log-level"));
    terminal.secrets = secrets_of(project.secrets);
    observe::LogOptions file = terminal;
    file.format = observe::LogFormat::ecs_json;
    file.level_min = LogLevel::info;
    observe::RotationOptions rotation;
    rotation.path = project.state_folder / "logs" / "levada.log";
    log->terminal_ = std::make_unique<observe::DescriptorOutput>(fileno(process.error));
    LEVADA_TRY(log->file_, observe::RotatedFileOutput::open(rotation));
    log->terminal_log_ = std::make_unique<observe::LogWriter>(terminal, *log->terminal_, clock);
    log->file_log_ = std::make_unique<observe::LogWriter>(file, *log->file_, clock);
    log->tee_ = std::make_unique<observe::TeeLog>(*log->terminal_log_, *log->file_log_);
    return log;
}

void CommandLog::hide(const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
        terminal_log_->hide(Secret(secret));
        file_log_->hide(Secret(secret));
    }
}

Result<std::unique_ptr<Services>> Services::open(const Project& project,
                                                 const Process& process,
                                                 const Arguments& arguments) {
    auto services = std::make_unique<Services>();
    const std::filesystem::path& folder = project.state_folder;
    LEVADA_TRY(services->clock, clock_of(arguments));
    LEVADA_TRY(ProjectLock lock, ProjectLock::acquire(folder));
    services->lock = std::move(lock);
    LEVADA_TRY(services->log, CommandLog::open(project, process, arguments, *services->clock));
    LEVADA_TRY(services->objects, LocalObjectStore::open(folder / "objects"));
    LEVADA_TRY(services->queue, LocalQueue::open(folder / "queue", {}, *services->clock, services->log->sink()));
    const RandomFraction random = system_fractions();
    services->run_objects = std::make_unique<RetryingObjectStore>(*services->objects, *services->clock, random);
    services->run_queue = std::make_unique<RetryingQueue>(*services->queue, *services->clock, random);
    LEVADA_TRY(services->metadata, SqliteMetadata::open(folder / "metadata.sqlite"));
    DuckDbOptions options;
    options.temp_folder = folder / "tmp";
    options.memory_limit_bytes = kEngineMemoryBytes;
    LEVADA_TRY(services->engine, DuckDbEngine::open(options, *services->clock));
    services->retries.use(project.settings.host_retries);
    services->states = std::make_unique<StateStore>(*services->queue, *services->metadata);
    return services;
}

}  // namespace levada::app
