#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/ports/python_runtime.h"

namespace levada::programs {

/// What a program does in one call.
struct Script {
    std::vector<std::string> lines{};
    std::vector<std::string> log_lines{};  ///< said after the lines
    Result<ProgramEnd> end = ProgramEnd{};
};

/// A PythonRuntime that plays what the script function says for a call, and remembers the calls.
class ScriptedRuntime final : public PythonRuntime {
public:
    using Play = std::function<Script(const ProgramCall&)>;
    explicit ScriptedRuntime(Play play) : play_(std::move(play)) {}

    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline /*deadline*/) override {
        calls.push_back(call);
        const Script script = play_(call);
        for (const std::string& line : script.lines) {
            LEVADA_CHECK(output.line(line));
        }
        for (const std::string& line : script.log_lines) {
            LEVADA_CHECK(output.log_line(line));
        }
        LEVADA_CHECK(output.idle());
        return script.end;
    }

    std::vector<ProgramCall> calls{};

private:
    Play play_;
};

/// True when the command line of `call` has the word.
inline bool has_word(const ProgramCall& call, std::string_view word) {
    for (const std::string& one : call.command) {
        if (one == word) {
            return true;
        }
    }
    return false;
}

/// The text of the file given with `option`, or empty.
inline std::string file_of(const ProgramCall& call, std::string_view option) {
    for (const ProgramFile& file : call.files) {
        if (file.option == option) {
            return file.text;
        }
    }
    return {};
}

/// A configured catalog of these streams.
inline Json catalog_of(const std::vector<std::string>& streams, const char* sync_mode = "full_refresh") {
    Json list = Json::array();
    for (const std::string& stream : streams) {
        list.push_back(
            Json::object({{"stream", Json::object({{"name", Json(stream)}, {"json_schema", Json::object()}})},
                          {"sync_mode", Json(sync_mode)},
                          {"destination_sync_mode", "append"}}));
    }
    return Json::object({{"streams", std::move(list)}});
}

}  // namespace levada::programs
