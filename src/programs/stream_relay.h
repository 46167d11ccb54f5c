#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"
#include "levada/ports/python_runtime.h"

namespace levada::programs {

/// Hands on what a program says, in our terms: records in batches, each before the state that covers it; a first and a
/// last status for each stream of the read, whatever the program left out; texts without secrets. Last statuses wait
/// for the end of the read: records may still come behind them. Not thread-safe. Errors: those of the sink; after one,
/// nothing more should be handed on.
class StreamRelay {
public:
    /// Borrows `sink`. `streams`: those of the configured catalog; records of others are dropped, and that is logged.
    StreamRelay(airbyte::MessageSink& sink, std::vector<std::string> streams, std::vector<std::string> secrets);

    Status record(std::string_view stream, std::string text);
    Status state(std::string_view stream, const Json& state);
    Status status(std::string_view stream, airbyte::StreamStatus status);
    Status rate_limited(std::string_view stream);
    Status error(airbyte::ErrorTrace trace);
    Status log(airbyte::LogLevel level, std::string_view text);
    Status config_changed(const Json& config);
    /// Hands on the records that are gathered.
    Status flush();
    /// flush(), and the ends of the streams that had one: the read does not come to its own.
    Status give_up();

    /// `text` without secrets, and as shown_text().
    std::string shown(std::string_view text) const;
    void hide(std::vector<std::string> secrets);

    /// The last statuses: streams without one are complete when the program succeeded, else failed for `reason`, which
    /// is told for each of them.
    Result<airbyte::ReadOutcome> finish(bool has_succeeded, const airbyte::ErrorTrace& reason);

private:
    struct Stream {
        std::int64_t records_since_state = 0;
        bool is_started = false;
        bool has_ended = false;  ///< the program said so
        bool is_ended_told = false;
        bool has_failed = false;
        bool has_error = false;
    };
    Stream* find(std::string_view stream);
    Status start(std::string_view name, Stream& stream);
    Status tell_why(const std::string& name, Stream& stream, const airbyte::ErrorTrace& reason);
    Status end(const std::string& name, Stream& stream, airbyte::StreamStatus status);

    airbyte::MessageSink& sink_;
    std::vector<std::string> names_;
    std::map<std::string, Stream, std::less<>> streams_;
    std::vector<std::string> secrets_;
    std::map<std::string, std::int64_t, std::less<>> dropped_;
    std::string gathered_stream_;
    std::vector<std::string> gathered_;
    std::size_t gathered_size_bytes_ = 0;
    std::string last_error_;
};

}  // namespace levada::programs
