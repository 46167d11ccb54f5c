#pragma once

#include "cli/command.h"
#include "cli/parser.h"

#include <cstdio>
#include <string>

#include "levada/base/assert.h"

namespace levada::app {

/// A Process whose streams are kept, for tests of commands.
class RecordedProcess {
public:
    RecordedProcess() : out_(std::tmpfile()), error_(std::tmpfile()) {
        LEVADA_ASSERT(out_ != nullptr);
        LEVADA_ASSERT(error_ != nullptr);
        process.out = out_;
        process.error = error_;
    }
    ~RecordedProcess() {
        std::fclose(out_);
        std::fclose(error_);
    }
    RecordedProcess(const RecordedProcess&) = delete;
    RecordedProcess& operator=(const RecordedProcess&) = delete;

    /// Parses and runs a command line; help texts go to out().
    Result<ExitCode> run(const std::vector<std::string>& words) {
        static const std::vector<CommandSpec> kCommands = all_commands();
        LEVADA_TRY(const Invocation invocation, parse_command_line(kCommands, words));
        if (invocation.command == nullptr) {
            print(process.out, invocation.text);
            return ExitCode::success;
        }
        return invocation.command->run(process, invocation.arguments);
    }

    std::string out() { return text_of(out_); }
    std::string error() { return text_of(error_); }

    Process process;

private:
    static std::string text_of(std::FILE* file) {
        std::fflush(file);
        std::rewind(file);
        std::string text;
        char block[4096];
        for (std::size_t count = 0; (count = std::fread(block, 1, sizeof(block), file)) > 0;) {
            text.append(block, count);
        }
        return text;
    }

    std::FILE* out_;
    std::FILE* error_;
};

}  // namespace levada::app
