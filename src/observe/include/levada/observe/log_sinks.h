#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "levada/base/file.h"
#include "levada/base/log.h"
#include "levada/base/result.h"
#include "levada/base/secret.h"
#include "levada/ports/clock.h"

namespace levada::observe {

/// Takes whole lines, each with its line end. Thread-safe.
class LineOutput {
public:
    virtual ~LineOutput() = default;

    /// Never fails for the caller: a log that cannot be written must not stop the work.
    virtual void write_line(std::string_view line) = 0;
};

/// Lines to an open file descriptor that others own, such as 2.
class DescriptorOutput final : public LineOutput {
public:
    explicit DescriptorOutput(int descriptor) : descriptor_(descriptor) {}
    void write_line(std::string_view line) override;

private:
    std::mutex mutex_;
    int descriptor_;
};

/// A file that is set aside when it grows too large: `x.log` becomes `x.log.1`, that one `x.log.2`, and so on.
struct RotationOptions {
    std::filesystem::path path;
    std::size_t file_bytes_max = 64 * (std::size_t{1} << 20);
    std::size_t files_max = 5;  ///< With the one being written; the oldest is removed.
};

/// Lines to rotated files. A single line longer than a file is written whole.
class RotatedFileOutput final : public LineOutput {
public:
    /// Makes the folder when it is missing, goes on with the file that is there.
    /// Errors: permission_denied, unavailable.
    static Result<std::unique_ptr<RotatedFileOutput>> open(RotationOptions options);
    void write_line(std::string_view line) override;

private:
    RotatedFileOutput(RotationOptions options, FileDescriptor file, std::size_t size_bytes);
    void rotate();

    std::mutex mutex_;
    RotationOptions options_;
    FileDescriptor file_;
    std::size_t size_bytes_;
};

/// How an entry becomes a line.
enum class LogFormat : std::uint8_t { text, ecs_json };

/// What a LogWriter writes and what it hides.
struct LogOptions {
    LogFormat format = LogFormat::text;
    LogLevel level_min = LogLevel::info;
    /// What never may appear: each is replaced by **** wherever it stands in a message or a field, also
    /// percent-encoded. Shorter than 4 bytes it is left alone: it would hide ordinary words.
    std::vector<Secret> secrets = {};
    std::string service = "levada";
};

/// Writes entries as lines. Text: `2026-01-02T03:04:05.678Z INFO  message  key=value`. JSON: one object per line in
/// Elastic Common Schema names, dots in keys nested: {"@timestamp":…,"log.level":…,"message":…,"ecs.version":"8.11",
/// "service.name":…,"levada":{"pipeline":…}}. Source: ECS 8.11; ECS logging specification (the first four keys stay
/// flat). Thread-safe.
class LogWriter final : public LogSink {
public:
    /// Borrows both; they must outlive this object.
    LogWriter(LogOptions options, LineOutput& output, const Clock& clock);
    void write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) override;
    /// A secret that became known later (a fresh access token).
    void hide(const Secret& secret);

private:
    std::string redact(std::string text) const;

    mutable std::mutex mutex_;
    LogOptions options_;
    LineOutput& output_;
    const Clock& clock_;
};

/// Adds the same fields to each entry: pipeline, stream, run. A field that the entry has itself stays.
class ContextLog final : public LogSink {
public:
    /// Borrows `inner`, which must outlive this object.
    ContextLog(LogSink& inner, std::vector<std::pair<std::string, std::string>> fields)
        : inner_(inner), fields_(std::move(fields)) {}
    void write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) override;

private:
    LogSink& inner_;
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Gives each entry to two sinks: the terminal and the file.
class TeeLog final : public LogSink {
public:
    TeeLog(LogSink& first, LogSink& second) : first_(first), second_(second) {}
    void write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) override {
        first_.write_entry(level, message, fields);
        second_.write_entry(level, message, fields);
    }

private:
    LogSink& first_;
    LogSink& second_;
};

/// The fields of an error: error.code, error.message, error.place, and its facts are in the message.
std::vector<LogField> error_fields(const Error& error);

}  // namespace levada::observe
