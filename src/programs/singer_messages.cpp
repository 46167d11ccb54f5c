#include "singer_messages.h"

#include "singer_catalog.h"

#include <utility>

#include "levada/base/text.h"

namespace levada::programs {

airbyte::LogLevel level_of_python_log(std::string_view line) {
    using airbyte::LogLevel;
    constexpr std::size_t kWordsMax = 8;
    constexpr std::pair<std::string_view, LogLevel> kWords[] = {{"DEBUG", LogLevel::debug},
                                                                {"INFO", LogLevel::info},
                                                                {"WARNING", LogLevel::warn},
                                                                {"ERROR", LogLevel::error},
                                                                {"CRITICAL", LogLevel::fatal}};
    std::size_t count = 0;
    for (std::string_view word : split(line, ' ')) {
        if (++count > kWordsMax) {
            break;
        }
        while (!word.empty() && (word.back() == ':' || word.back() == ']')) {
            word.remove_suffix(1);
        }
        for (const auto& [known, level] : kWords) {
            if (word == known || word == "[" + std::string(known)) {
                return level;
            }
        }
    }
    return LogLevel::info;
}

SingerMessages::SingerMessages(StreamRelay& relay, const Json& state, SingerUntil until)
    : relay_(relay), until_(until), first_state_(state) {}

Status SingerMessages::noted(Status done) {
    if (!done && !sink_error_ && !has_seen_enough_) {
        sink_error_ = done.error();
    }
    return done;
}

Status SingerMessages::line(std::string_view text) {
    return noted(take(text));
}

Status SingerMessages::log_line(std::string_view text) {
    tail_.add(relay_.shown(text));
    return noted(relay_.log(level_of_python_log(text), text));
}

Status SingerMessages::idle() {
    return noted(relay_.flush());
}

Json SingerMessages::catalog() const {
    return Json::object({{"streams", Json(entries_)}});
}

Status SingerMessages::take(std::string_view text) {
    if (text.find_first_not_of(" \t") == std::string_view::npos) {
        return ok();
    }
    const Result<Json> message = text.front() == '{' ? parse_json(text) : Result<Json>(Json());
    if (!message || !message->is_object() || !message->contains("type")) {
        tail_.add(relay_.shown(text));
        return relay_.log(airbyte::LogLevel::info, text);
    }
    if (until_ == SingerUntil::first_message) {
        has_seen_enough_ = true;
        return Error(ErrorCode::cancelled, "the tap says something: it is connected");
    }
    return take_message(*message);
}

Status SingerMessages::take_message(const Json& message) {
    const std::string_view type = message.string_or("type", "");
    if (type == "RECORD") {
        return take_record(message);
    }
    if (type == "SCHEMA") {
        return take_schema(message);
    }
    if (type == "STATE") {
        const Json* value = message.find("value");
        return value == nullptr ? ok() : take_state(*value);
    }
    if (type == "BATCH") {
        return Error(ErrorCode::unsupported, "the tap sends BATCH messages (files); only RECORD messages are supported")
            .hint("take `batch_config` out of the tap's configuration");
    }
    // ACTIVATE_VERSION: that a table is complete now is known from the end of the read.
    return ok();
}

Status SingerMessages::take_schema(const Json& message) {
    const std::string stream(message.string_or("stream", ""));
    entries_.push_back(singer_entry_of_schema(message));
    states_.try_emplace(stream, singer_state_for(first_state_, stream));
    return relay_.status(stream, airbyte::StreamStatus::started);
}

Status SingerMessages::take_record(const Json& message) {
    const Json* record = message.find("record");
    if (record == nullptr || !record->is_object()) {
        return relay_.log(airbyte::LogLevel::warn, "a RECORD message without record was passed over");
    }
    return relay_.record(message.string_or("stream", ""), record->dump());
}

/// A state covers all that came before it, of every stream; told for those that have begun and whose part has changed.
Status SingerMessages::take_state(const Json& value) {
    for (auto& [stream, told] : states_) {
        Json own = singer_state_for(value, stream);
        if (own == told) {
            continue;
        }
        told = own;
        LEVADA_CHECK(relay_.state(stream, own));
    }
    return ok();
}

}  // namespace levada::programs
