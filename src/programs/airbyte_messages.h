#pragma once

#include "program_calls.h"
#include "stream_relay.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/messages.h"
#include "levada/ports/python_runtime.h"

namespace levada::programs {

/// Reads the lines of a program that speaks the Airbyte protocol, and relays them. A line that is no message is a line
/// of its log. Source: AirbyteProtocol v0, airbyte_protocol.yaml.
class AirbyteMessages final : public ProgramOutput {
public:
    /// Borrows `relay`.
    explicit AirbyteMessages(StreamRelay& relay) : relay_(relay) {}

    Status line(std::string_view text) override;
    Status log_line(std::string_view text) override;
    Status idle() override;

    /// The bodies of the answers to the verbs, where they came.
    const std::optional<Json>& spec() const { return spec_; }
    const std::optional<Json>& catalog() const { return catalog_; }
    const std::optional<Json>& connection() const { return connection_; }
    /// The first error of the sink: it, not the program, ended the call.
    const std::optional<Error>& sink_error() const { return sink_error_; }
    /// Errors that the program told, in order; they are relayed too.
    const std::vector<airbyte::ErrorTrace>& errors() const { return errors_; }
    const LogTail& tail() const { return tail_; }

private:
    Status take(std::string_view text);
    Status take_message(const Json& message);
    Status take_record(const Json& record);
    Status take_state(const Json& state);
    Status take_stream_state(const std::string& stream, const Json& state);
    Status take_legacy_state(const Json& data);
    Status pass_over_state();
    Status take_trace(const Json& trace);
    Status take_error(const Json& error, std::string stream);
    Status take_status(const Json& status);
    Status take_log(const Json& log);
    Status noted(Status done);

    StreamRelay& relay_;
    LogTail tail_;
    std::optional<Json> spec_;
    std::optional<Json> catalog_;
    std::optional<Json> connection_;
    std::optional<Error> sink_error_;
    std::vector<airbyte::ErrorTrace> errors_;
};

}  // namespace levada::programs
