#include "airbyte_messages.h"

#include <utility>

namespace levada::programs {

namespace {

airbyte::LogLevel level_named(std::string_view name) {
    using airbyte::LogLevel;
    constexpr std::pair<std::string_view, LogLevel> kLevels[] = {{"FATAL", LogLevel::fatal},
                                                                 {"ERROR", LogLevel::error},
                                                                 {"WARN", LogLevel::warn},
                                                                 {"DEBUG", LogLevel::debug},
                                                                 {"TRACE", LogLevel::trace}};
    for (const auto& [known, level] : kLevels) {
        if (name == known) {
            return level;
        }
    }
    return LogLevel::info;
}

std::optional<airbyte::StreamStatus> status_named(std::string_view name) {
    using airbyte::StreamStatus;
    constexpr std::pair<std::string_view, StreamStatus> kStatuses[] = {{"STARTED", StreamStatus::started},
                                                                       {"RUNNING", StreamStatus::running},
                                                                       {"COMPLETE", StreamStatus::complete},
                                                                       {"INCOMPLETE", StreamStatus::incomplete}};
    for (const auto& [known, status] : kStatuses) {
        if (name == known) {
            return status;
        }
    }
    return std::nullopt;
}

bool is_rate_limited(const Json& status) {
    const Json* reasons = status.find("reasons");
    if (reasons == nullptr || !reasons->is_array()) {
        return false;
    }
    for (const Json& reason : reasons->as_array()) {
        if (reason.string_or("type", "") == "RATE_LIMITED") {
            return true;
        }
    }
    return false;
}

std::string described_stream(const Json& node) {
    const Json* name = node.find_path({"stream_descriptor", "name"});
    return name != nullptr && name->is_string() ? name->as_string() : std::string();
}

}  // namespace

Status AirbyteMessages::noted(Status done) {
    if (!done && !sink_error_) {
        sink_error_ = done.error();
    }
    return done;
}

Status AirbyteMessages::line(std::string_view text) {
    return noted(take(text));
}

Status AirbyteMessages::log_line(std::string_view text) {
    tail_.add(relay_.shown(text));
    return noted(relay_.log(airbyte::LogLevel::info, text));
}

Status AirbyteMessages::idle() {
    return noted(relay_.flush());
}

Status AirbyteMessages::take(std::string_view text) {
    if (text.find_first_not_of(" \t") == std::string_view::npos) {
        return ok();
    }
    // Programs print by mistake, and so do their libraries: what is no message is shown, not counted.
    const Result<Json> message = text.front() == '{' ? parse_json(text) : Result<Json>(Json());
    if (!message || !message->is_object() || !message->contains("type")) {
        tail_.add(relay_.shown(text));
        return relay_.log(airbyte::LogLevel::info, text);
    }
    return take_message(*message);
}

Status AirbyteMessages::take_message(const Json& message) {
    static const Json kNone = Json::object();
    const auto body = [&](std::string_view key) -> const Json& {
        const Json* found = message.find(key);
        return found == nullptr ? kNone : *found;
    };
    const std::string_view type = message.string_or("type", "");
    if (type == "RECORD") {
        return take_record(body("record"));
    }
    if (type == "STATE") {
        return take_state(body("state"));
    }
    if (type == "TRACE") {
        return take_trace(body("trace"));
    }
    if (type == "LOG") {
        return take_log(body("log"));
    }
    if (type == "CONTROL") {
        const Json* config = body("control").find_path({"connectorConfig", "config"});
        return config == nullptr ? ok() : relay_.config_changed(*config);
    }
    if (type == "SPEC") {
        spec_ = body("spec");
    } else if (type == "CATALOG") {
        catalog_ = body("catalog");
    } else if (type == "CONNECTION_STATUS") {
        connection_ = body("connectionStatus");
    }
    return ok();
}

Status AirbyteMessages::take_record(const Json& record) {
    const Json* data = record.find("data");
    if (data == nullptr || !data->is_object()) {
        return relay_.log(airbyte::LogLevel::warn, "a RECORD message without data was passed over");
    }
    return relay_.record(record.string_or("stream", ""), data->dump());
}

Status AirbyteMessages::take_state(const Json& state) {
    const std::string_view type = state.string_or("type", "LEGACY");
    if (type == "STREAM") {
        const Json* stream = state.find("stream");
        const Json* value = stream == nullptr ? nullptr : stream->find("stream_state");
        return stream == nullptr ? pass_over_state()
                                 : take_stream_state(described_stream(*stream), value == nullptr ? Json() : *value);
    }
    if (type == "GLOBAL") {
        return Error(ErrorCode::unsupported,
                     "the connector keeps one GLOBAL state for all its streams; only states per stream are supported");
    }
    const Json* data = state.find("data");
    return data == nullptr ? pass_over_state() : take_legacy_state(*data);
}

Status AirbyteMessages::pass_over_state() {
    return relay_.log(airbyte::LogLevel::warn, "a STATE message without a state was passed over");
}

Status AirbyteMessages::take_stream_state(const std::string& stream, const Json& state) {
    if (state.is_null()) {
        return relay_.state(stream, Json::object());
    }
    return state.is_object() && !stream.empty() ? relay_.state(stream, state) : pass_over_state();
}

/// One state for all streams, by their names.
Status AirbyteMessages::take_legacy_state(const Json& data) {
    if (!data.is_object()) {
        return pass_over_state();
    }
    for (const Json::Member& member : data.as_object()) {
        LEVADA_CHECK(take_stream_state(member.key, member.value));
    }
    return ok();
}

Status AirbyteMessages::take_trace(const Json& trace) {
    const std::string_view type = trace.string_or("type", "");
    if (type == "STREAM_STATUS") {
        const Json* status = trace.find("stream_status");
        return status == nullptr ? ok() : take_status(*status);
    }
    if (type == "ERROR") {
        const Json* error = trace.find("error");
        return error == nullptr ? ok() : take_error(*error, described_stream(*error));
    }
    return ok();  // ESTIMATE and ANALYTICS are for Airbyte's platform.
}

Status AirbyteMessages::take_error(const Json& error, std::string stream) {
    airbyte::ErrorTrace trace;
    trace.stream = std::move(stream);
    trace.failure_type = error.string_or("failure_type", "system_error");
    trace.message = relay_.shown(error.string_or("message", ""));
    trace.internal_message = relay_.shown(error.string_or("internal_message", ""));
    errors_.push_back(trace);
    return relay_.error(std::move(trace));
}

Status AirbyteMessages::take_status(const Json& status) {
    const std::string stream = described_stream(status);
    const auto known = status_named(status.string_or("status", ""));
    if (known == airbyte::StreamStatus::running && is_rate_limited(status)) {
        return relay_.rate_limited(stream);
    }
    return known ? relay_.status(stream, *known) : ok();
}

Status AirbyteMessages::take_log(const Json& log) {
    const std::string_view text = log.string_or("message", "");
    const airbyte::LogLevel level = level_named(log.string_or("level", "INFO"));
    if (level == airbyte::LogLevel::fatal || level == airbyte::LogLevel::error) {
        tail_.add(relay_.shown(text));
    }
    return relay_.log(level, text);
}

}  // namespace levada::programs
