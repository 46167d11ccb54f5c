#include "run/state_file.h"

#include <gtest/gtest.h>

namespace levada::app {
namespace {

std::string text_of(const std::vector<std::pair<std::string, Json>>& states) {
    std::string text;
    for (const auto& [stream, state] : states) {
        text += stream + "=" + state.dump() + " ";
    }
    return text;
}

TEST(StatesOfFile, EveryFormThatAirbyteHas) {
    struct Case {
        const char* name;
        const char* text;
        const char* want;
    };
    constexpr Case kCases[] = {
        {"list of stream messages",
         R"([{"type": "STREAM", "stream": {"stream_descriptor": {"name": "a"}, "stream_state": {"x": 1}}},
             {"type": "STREAM", "stream": {"stream_descriptor": {"name": "b", "namespace": null}}}])",
         R"(a={"x":1} b={} )"},
        {"one message of the protocol",
         R"({"type": "STATE", "state": {"type": "STREAM", "stream": {"stream_descriptor": {"name": "a"},
             "stream_state": {"x": 1}}}})",
         R"(a={"x":1} )"},
        {"global",
         R"([{"type": "GLOBAL", "global": {"shared_state": {"s": 1}, "stream_states": [
             {"stream_descriptor": {"name": "a"}, "stream_state": {"x": 2}}]}}])",
         R"(a={"x":2} )"},
        {"legacy message",
         R"([{"type": "LEGACY", "data": {"a": {"x": 3}, "b": {"y": 4}}}])",
         R"(a={"x":3} b={"y":4} )"},
        {"legacy message without type", R"({"data": {"a": {"x": 3}}})", R"(a={"x":3} )"},
        {"plain map",
         R"({"a": {"x": 3}, "stream": {"y": 1}, "data": {"z": 1}})",
         R"(a={"x":3} stream={"y":1} data={"z":1} )"},
        {"API, per stream",
         R"({"stateType": "stream", "connectionId": "c", "streamState": [
             {"streamDescriptor": {"name": "a"}, "streamState": {"x": 5}}]})",
         R"(a={"x":5} )"},
        {"API, global",
         R"({"stateType": "global", "connectionId": "c", "globalState": {"sharedState": {}, "streamStates": [
             {"streamDescriptor": {"name": "a"}, "streamState": {"x": 6}}]}})",
         R"(a={"x":6} )"},
        {"API, legacy", R"({"stateType": "legacy", "connectionId": "c", "state": {"a": {"x": 7}}})", R"(a={"x":7} )"},
        {"API, none yet", R"({"stateType": "not_set", "connectionId": "c"})", ""},
        {"log of messages, the last counts",
         "{\"type\": \"LOG\", \"log\": {\"level\": \"INFO\", \"message\": \"hi\"}}\n"
         "no message\n"
         "{\"type\": \"STATE\", \"state\": {\"stream\": {\"stream_descriptor\": {\"name\": \"a\"}, \"stream_state\": "
         "{\"x\": 1}}}}\n"
         "{\"type\": \"RECORD\", \"record\": {\"stream\": \"a\", \"data\": {}}}\n"
         "{\"type\": \"STATE\", \"state\": {\"stream\": {\"stream_descriptor\": {\"name\": \"a\"}, \"stream_state\": "
         "{\"x\": 2}}}}\n",
         R"(a={"x":2} )"},
        {"Singer tap",
         R"({"bookmarks": {"a": {"id": 3}, "b": {}}, "currently_syncing": "b", "extra": 1})",
         R"(a={"bookmarks":{"a":{"id":3}},"extra":1} b={"bookmarks":{"b":{}},"extra":1} )"},
        {"a stream called bookmarks", R"({"bookmarks": {"at": "2026"}})", R"(bookmarks={"at":"2026"} )"},
        {"nothing", "[]", ""},
    };
    for (const Case& c : kCases) {
        const auto states = states_of_file(c.text, "s.json");
        ASSERT_TRUE(states.has_value()) << c.name << ": " << states.error().to_string();
        EXPECT_EQ(text_of(*states), c.want) << c.name;
    }
}

TEST(StatesOfFile, RefusesWhatIsNone) {
    for (const char* text : {"[1]",
                             "5",
                             "{\"a\": 1}",
                             "[{\"stream\": {\"stream_descriptor\": {}}}]",
                             "no json",
                             "{\"a\": ",
                             "{\"stateType\": \"stream\", \"streamState\": [{\"streamState\": {}}]}"}) {
        const auto states = states_of_file(text, "s.json");
        ASSERT_FALSE(states.has_value()) << text;
        EXPECT_EQ(states.error().code(), ErrorCode::invalid_config) << text;
        EXPECT_TRUE(states.error().place().starts_with("s.json")) << text;
    }
}

}  // namespace
}  // namespace levada::app
