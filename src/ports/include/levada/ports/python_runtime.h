#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/deadline.h"
#include "levada/base/result.h"

namespace levada {

/// A text that a program gets as a file which only it can read, gone when the call ends.
struct ProgramFile {
    std::string option;  ///< "--config": added to the command line, followed by the file's path
    std::string name;    ///< "config.json"
    std::string text;
};

/// What a program may use up.
struct ProgramLimits {
    /// Private memory of each of its processes; 0 for as much as there is.
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;
    /// Longest line of its output.
    std::size_t line_bytes_max = std::size_t{64} << 20;
    /// Longest time without a line of any kind.
    std::chrono::seconds silence_max{90 * 60};
    /// Between asking it to end and ending it.
    std::chrono::milliseconds stop_grace{5'000};
};

/// One call of a program: Python mostly, but any program that reads files and writes lines.
struct ProgramCall {
    /// Program and arguments; a program without `/` is looked for in the PATH of `environment`. No shell is involved.
    std::vector<std::string> command;
    std::vector<ProgramFile> files{};
    /// All that the program sees of an environment.
    std::map<std::string, std::string> environment{};
    /// Where it runs; empty for where we run.
    std::filesystem::path folder{};
    ProgramLimits limits{};
};

/// Takes what a program says while it runs. Called on the thread of run(). An error ends the program.
class ProgramOutput {
public:
    virtual ~ProgramOutput() = default;
    /// One line of its standard output, without the line break; the view lives during the call only.
    virtual Status line(std::string_view text) = 0;
    /// One line of its standard error; long ones come in pieces.
    virtual Status log_line(std::string_view text) = 0;
    /// Nothing came for a moment: what was gathered may be handed on.
    virtual Status idle() = 0;
};

/// How a program ended by itself.
struct ProgramEnd {
    int exit_code = 0;  ///< 0 to 255; of no meaning when a signal ended it
    int signal = 0;     ///< 0 when it exited
    bool has_succeeded() const { return exit_code == 0 && signal == 0; }
};

/// Runs programs beside ours, with limits; what they leave running ends with them. Thread-safe.
/// Every adapter runs tests/contract/python_runtime_contract.h.
class PythonRuntime {
public:
    virtual ~PythonRuntime() = default;

    /// Runs `call` to its end; returns when all its processes are gone and its files removed. A program that fails is
    /// no error. Errors: not_found (no such program), permission_denied, unavailable (cannot be started),
    /// invalid_data (a line over the limit), deadline_exceeded (time, silence), cancelled (we are told to stop),
    /// and those of `output`.
    virtual Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) = 0;
};

}  // namespace levada
