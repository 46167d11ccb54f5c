#include "run/state_file.h"

#include <algorithm>
#include <array>

#include "levada/base/text.h"

namespace levada::app {

namespace {

using States = std::vector<std::pair<std::string, Json>>;

bool holds_objects(const Json& node) {
    return node.is_object() && node.size() > 0 &&
           std::all_of(node.as_object().begin(), node.as_object().end(), [](const Json::Member& member) {
               return member.value.is_object();
           });
}

/// Gathers states from JSON of any of the forms.
class StateReader {
public:
    explicit StateReader(std::string_view file) : file_(file) {}

    Status take(const Json& node) {
        if (node.is_array()) {
            for (const Json& item : node.as_array()) {
                LEVADA_CHECK(take(item));
            }
            return ok();
        }
        if (!node.is_object()) {
            return wrong(node);
        }
        return node.contains("stateType") ? take_connection(node) : take_message(node);
    }

    States states;

private:
    Status wrong(const Json& node) const {
        return Error(ErrorCode::invalid_config,
                     "wanted Airbyte's states: [{\"type\": \"STREAM\", \"stream\": {\"stream_descriptor\": "
                     "{\"name\": …}, \"stream_state\": {…}}}], or {stream: {…}}; found " +
                         node.dump().substr(0, kShownBytesMax))
            .at(file_, node.line());
    }

    /// The answer of Airbyte's API to the question for a connection's state.
    Status take_connection(const Json& node) {
        if (const Json* streams = node.find("streamState"); streams != nullptr && streams->is_array()) {
            return take_streams(*streams, "streamDescriptor", "streamState");
        }
        if (const Json* streams = node.find_path({"globalState", "streamStates"}); streams != nullptr) {
            return take_streams(*streams, "streamDescriptor", "streamState");
        }
        const Json* legacy = node.find("state");
        return legacy == nullptr || legacy->is_null() ? ok() : take_map(*legacy);
    }

    Status take_message(const Json& node) {
        constexpr auto kOthers = std::to_array<std::string_view>(
            {"RECORD", "LOG", "TRACE", "CONTROL", "CATALOG", "SPEC", "CONNECTION_STATUS", "DESTINATION_CATALOG"});
        const std::string_view type = node.string_or("type", "");
        if (std::find(kOthers.begin(), kOthers.end(), type) != kOthers.end()) {
            return ok();
        }
        if (const Json* state = node.find("state"); type == "STATE" && state != nullptr) {
            return take(*state);
        }
        if (const Json* streams = node.find_path({"global", "stream_states"}); streams != nullptr) {
            return take_streams(*streams, "stream_descriptor", "stream_state");
        }
        if (const Json* stream = node.find("stream");
            stream != nullptr && stream->find("stream_descriptor") != nullptr) {
            return take_stream(*stream, "stream_descriptor", "stream_state");
        }
        if (const Json* data = node.find("data"); data != nullptr && (node.size() == 1 || type == "LEGACY")) {
            return take_map(*data);
        }
        return take_map(node);
    }

    Status take_streams(const Json& list, std::string_view descriptor, std::string_view state) {
        if (!list.is_array()) {
            return wrong(list);
        }
        for (const Json& item : list.as_array()) {
            LEVADA_CHECK(take_stream(item, descriptor, state));
        }
        return ok();
    }

    Status take_stream(const Json& node, std::string_view descriptor, std::string_view state) {
        const Json* name = node.find_path({descriptor, "name"});
        if (name == nullptr || !name->is_string()) {
            return wrong(node);
        }
        const Json* value = node.find(state);
        return add(name->as_string(), value == nullptr ? Json::object() : *value, node);
    }

    /// A Singer tap's state is one value: each stream gets its bookmark and all that is none.
    Status take_singer(const Json& node, const Json& bookmarks) {
        for (const Json::Member& bookmark : bookmarks.as_object()) {
            Json own = Json::object({{"bookmarks", Json::object({{bookmark.key, bookmark.value}})}});
            for (const Json::Member& member : node.as_object()) {
                if (member.key != "bookmarks" && member.key != "currently_syncing") {
                    own.set(member.key, member.value);
                }
            }
            LEVADA_CHECK(add(bookmark.key, own, node));
        }
        return ok();
    }

    Status take_map(const Json& node) {
        if (!node.is_object()) {
            return wrong(node);
        }
        if (const Json* bookmarks = node.find("bookmarks"); bookmarks != nullptr && holds_objects(*bookmarks)) {
            return take_singer(node, *bookmarks);
        }
        for (const Json::Member& member : node.as_object()) {
            LEVADA_CHECK(add(member.key, member.value, node));
        }
        return ok();
    }

    Status add(const std::string& stream, const Json& state, const Json& place) {
        if (!state.is_object() && !state.is_null()) {
            return wrong(place);
        }
        const auto known =
            std::find_if(states.begin(), states.end(), [&](const auto& one) { return one.first == stream; });
        Json value = state.is_null() ? Json::object() : state;
        if (known != states.end()) {
            known->second = std::move(value);
        } else {
            states.emplace_back(stream, std::move(value));
        }
        return ok();
    }

    static constexpr std::size_t kShownBytesMax = 80;
    std::string_view file_;
};

/// A log of protocol messages, one a line; lines that are none are passed over.
Result<Json> messages_of_lines(std::string_view text, const Error& as_one) {
    Json messages = Json::array();
    for (const std::string_view line : split(text, '\n')) {
        if (Result<Json> message = parse_json(line); message && message->is_object()) {
            messages.push_back(std::move(*message));
        }
    }
    constexpr std::size_t kLinesOfALog = 2;
    if (messages.size() < kLinesOfALog) {
        return as_one;
    }
    return messages;
}

}  // namespace

Result<States> states_of_file(std::string_view text, std::string_view file) {
    Result<Json> parsed = parse_json(text);
    if (!parsed) {
        const Error no_json = Error(ErrorCode::invalid_config, parsed.error().message()).at(file, 0);
        parsed = messages_of_lines(text, no_json);
        if (!parsed) {
            return parsed.error();
        }
    }
    StateReader reader(file);
    LEVADA_CHECK(reader.take(*parsed));
    return std::move(reader.states);
}

}  // namespace levada::app
