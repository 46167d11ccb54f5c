#include "levada/programs/airbyte_program.h"

#include "airbyte_messages.h"
#include "config_secrets.h"
#include "program_calls.h"
#include "stream_relay.h"

#include <utility>

#include "levada/airbyte/components/failure.h"

namespace levada::programs {

namespace {

/// What an error says. The CDK's text for all that it did not foresee says nothing: the cause stands beside it.
/// Source: airbyte-cdk, AirbyteTracedException.as_airbyte_message().
std::string told_by(const airbyte::ErrorTrace& error) {
    constexpr std::string_view kNothingSaid = "Something went wrong in the connector.";
    const bool says_nothing = error.message.empty() || error.message.starts_with(kNothingSaid);
    return says_nothing && !error.internal_message.empty() ? error.internal_message : error.message;
}

/// The answer of a verb, or why there is none.
Result<Json> answer_of(const std::optional<Json>& answer,
                       std::string_view what,
                       const AirbyteMessages& said,
                       const Result<ProgramEnd>& end,
                       const ProgramLimits& limits) {
    if (const std::optional<Error>& error = said.sink_error()) {
        return *error;
    }
    if (answer && end) {
        return *answer;
    }
    if (!said.errors().empty() && end) {
        const airbyte::ErrorTrace& error = said.errors().back();
        return airbyte::traced_error(airbyte::failure_type_named(error.failure_type), told_by(error));
    }
    if (end && end->has_succeeded()) {
        return Error(ErrorCode::invalid_data,
                     "the connector's program ended well but gave no " + std::string(what) + " message");
    }
    return error_of_end(end, said.tail(), limits);
}

}  // namespace

AirbyteProgram::AirbyteProgram(ProgramOptions options,
                               PythonRuntime& runtime,
                               const Clock& clock,
                               airbyte::MessageSink& messages)
    : options_(std::move(options)), runtime_(runtime), clock_(clock), messages_(messages), spec_(options_.spec) {}

std::vector<std::string> AirbyteProgram::secrets() const {
    return config_secrets(options_.config, spec_ ? spec_->find("connectionSpecification") : nullptr);
}

Deadline AirbyteProgram::ask_deadline() const {
    return Deadline::after(clock_.monotonic(), options_.ask_time_max);
}

Result<Json> AirbyteProgram::spec() const {
    if (!spec_) {
        StreamRelay relay(messages_, {}, secrets());
        AirbyteMessages said(relay);
        const auto end = runtime_.run(call_of(options_, {.arguments = {"spec"}, .files = {}}), said, ask_deadline());
        Result<Json> answer = answer_of(said.spec(), "SPEC", said, end, options_.limits);
        if (!answer) {
            return answer.error();
        }
        spec_ = *answer;
    }
    messages_.hide(secrets());
    return *spec_;
}

Result<airbyte::ConnectionStatus> AirbyteProgram::check() {
    LEVADA_CHECK(spec());
    StreamRelay relay(messages_, {}, secrets());
    AirbyteMessages said(relay);
    CallParts parts{.arguments = {"check"}, .files = {{"--config", "config.json", options_.config.dump()}}};
    parts.arguments.insert(parts.arguments.end(), options_.verb_arguments.begin(), options_.verb_arguments.end());
    const auto end = runtime_.run(call_of(options_, std::move(parts)), said, ask_deadline());
    const Result<Json> answer = answer_of(said.connection(), "CONNECTION_STATUS", said, end, options_.limits);
    if (!answer) {
        return answer.error();
    }
    return airbyte::ConnectionStatus{answer->string_or("status", "") == "SUCCEEDED",
                                     relay.shown(answer->string_or("message", ""))};
}

Result<Json> AirbyteProgram::discover() {
    LEVADA_CHECK(spec());
    StreamRelay relay(messages_, {}, secrets());
    AirbyteMessages said(relay);
    CallParts parts{.arguments = {"discover"}, .files = {{"--config", "config.json", options_.config.dump()}}};
    parts.arguments.insert(parts.arguments.end(), options_.verb_arguments.begin(), options_.verb_arguments.end());
    const auto end = runtime_.run(call_of(options_, std::move(parts)), said, ask_deadline());
    Result<Json> answer = answer_of(said.catalog(), "CATALOG", said, end, options_.limits);
    if (answer && (answer->find("streams") == nullptr || !answer->find("streams")->is_array())) {
        return Error(ErrorCode::invalid_data, "the connector's CATALOG message has no list of streams");
    }
    return answer;
}

std::vector<ProgramFile> AirbyteProgram::read_files() const {
    std::vector<ProgramFile> files = {{"--config", "config.json", options_.config.dump()},
                                      {"--catalog", "catalog.json", options_.catalog.dump()}};
    if (options_.state.is_array() && options_.state.size() > 0) {
        files.push_back({"--state", "state.json", options_.state.dump()});
    }
    return files;
}

Result<airbyte::ReadOutcome> AirbyteProgram::read() {
    StreamRelay relay(messages_, configured_streams(options_.catalog), secrets());
    AirbyteMessages said(relay);
    CallParts parts{.arguments = {"read"}, .files = read_files()};
    parts.arguments.insert(parts.arguments.end(), options_.verb_arguments.begin(), options_.verb_arguments.end());
    const auto end = runtime_.run(
        call_of(options_, std::move(parts)), said, Deadline::after(clock_.monotonic(), options_.read_time_max));
    if (const std::optional<Error>& error = said.sink_error(); error && error->code() != ErrorCode::unsupported) {
        return *error;
    }
    if (!end && end.error().code() == ErrorCode::cancelled) {
        LEVADA_CHECK(relay.give_up());
        return end.error();
    }
    return relay.finish(end && end->has_succeeded(), trace_of_end(end, said.tail(), options_.limits));
}

}  // namespace levada::programs
