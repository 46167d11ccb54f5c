#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace levada {

enum class LogLevel : std::uint8_t { debug, info, warning, error };  ///< least severe first
std::string_view to_string(LogLevel level);

/// One thing that happened: a message for people and fields in ECS names for machines
/// (levada.pipeline, levada.stream, levada.run, levada.request, error.code, url.path, …).
/// Source of the names: Elastic Common Schema 8.11.
using LogField = std::pair<std::string_view, std::string>;

/// Where log entries go. Thread-safe.
class LogSink {
public:
    virtual ~LogSink() = default;

    /// Writes one entry; never fails for the caller. The fields' views live only during the call.
    virtual void write_entry(LogLevel level, std::string_view message, std::span<const LogField> fields) = 0;

    /// The same for fields that are written out: `log.write(LogLevel::info, "…", {{"levada.stream", name}})`.
    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
        write_entry(level, message, std::span(fields.begin(), fields.size()));
    }
};

/// A sink that drops everything, for tests and libraries.
LogSink& no_log();

}  // namespace levada
