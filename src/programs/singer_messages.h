#pragma once

#include "program_calls.h"
#include "stream_relay.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "levada/ports/python_runtime.h"

namespace levada::programs {

/// When a reading of a tap's messages has seen enough.
enum class SingerUntil : std::uint8_t {
    end,            ///< reads all
    first_message,  ///< a tap that says anything is connected
};

/// Reads the lines of a Singer tap and relays them. A line that is no message is a line of its log.
/// Source: Singer specification, SPEC.md 0.3.0.
class SingerMessages final : public ProgramOutput {
public:
    /// Borrows `relay`. `state`: the tap's state that the read goes on from, or null.
    SingerMessages(StreamRelay& relay, const Json& state, SingerUntil until);

    Status line(std::string_view text) override;
    Status log_line(std::string_view text) override;
    Status idle() override;

    /// The tap's catalog as far as its SCHEMA messages tell it.
    Json catalog() const;
    bool has_seen_enough() const { return has_seen_enough_; }
    /// The first error of the sink: it, not the tap, ended the call.
    const std::optional<Error>& sink_error() const { return sink_error_; }
    const LogTail& tail() const { return tail_; }

private:
    Status take(std::string_view text);
    Status take_message(const Json& message);
    Status take_schema(const Json& message);
    Status take_record(const Json& message);
    Status take_state(const Json& value);
    Status noted(Status done);

    StreamRelay& relay_;
    SingerUntil until_;
    LogTail tail_;
    bool has_seen_enough_ = false;
    Json::Array entries_;
    /// What was last told of each stream's state; streams begin with their schema.
    std::map<std::string, Json, std::less<>> states_;
    Json first_state_;
    std::optional<Error> sink_error_;
};

/// The level that a line of Python's logging has, by the word for it near its beginning; info where there is none.
airbyte::LogLevel level_of_python_log(std::string_view line);

}  // namespace levada::programs
