#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "levada/airbyte/connector.h"
#include "levada/airbyte/messages.h"
#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"
#include "levada/programs/program_options.h"

namespace levada::programs {

/// The newest lines of a program's log, for the error that tells of its end.
class LogTail {
public:
    void add(std::string_view line);
    /// Oldest first, joined by line breaks.
    std::string text() const;

private:
    std::deque<std::string> lines_;
};

/// What is behind the program's name in a call.
struct CallParts {
    std::vector<std::string> arguments{};
    std::vector<ProgramFile> files{};
};

/// The call of `options`' program with these arguments and files.
ProgramCall call_of(const ProgramOptions& options, CallParts parts);

/// Names of the streams of a configured catalog.
std::vector<std::string> configured_streams(const Json& catalog);

/// Why the program did not come to a good end, as an error trace: by its exit code or signal with the newest lines of
/// its log, or by our own error (time, a line too long, no such program).
airbyte::ErrorTrace trace_of_end(const Result<ProgramEnd>& end, const LogTail& tail, const ProgramLimits& limits);

/// The same as an error.
Error error_of_end(const Result<ProgramEnd>& end, const LogTail& tail, const ProgramLimits& limits);

}  // namespace levada::programs
