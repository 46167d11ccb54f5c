#include "program_calls.h"

#include <utility>

#include "levada/airbyte/components/failure.h"

namespace levada::programs {

namespace {

constexpr std::size_t kTailLinesMax = 20;
constexpr std::size_t kTailLineBytesMax = 500;
constexpr std::uint64_t kBytesPerMegabyte = std::uint64_t{1} << 20;
constexpr int kSignalKill = 9;

std::string memory_note(std::string_view log, const ProgramEnd& end, const ProgramLimits& limits) {
    const bool is_out = log.find("MemoryError") != std::string_view::npos ||
                        log.find("bad_alloc") != std::string_view::npos || end.signal == kSignalKill;
    if (!is_out) {
        return "";
    }
    return limits.memory_bytes == 0 ? "; the machine may have run out of memory"
                                    : "; it may have needed more than its " +
                                          std::to_string(limits.memory_bytes / kBytesPerMegabyte) + " MB of memory";
}

}  // namespace

void LogTail::add(std::string_view line) {
    lines_.emplace_back(line.substr(0, kTailLineBytesMax));
    if (lines_.size() > kTailLinesMax) {
        lines_.pop_front();
    }
}

std::string LogTail::text() const {
    std::string text;
    for (const std::string& line : lines_) {
        text += (text.empty() ? "" : "\n") + line;
    }
    return text;
}

ProgramCall call_of(const ProgramOptions& options, CallParts parts) {
    ProgramCall call;
    call.command = options.command;
    call.command.insert(call.command.end(), parts.arguments.begin(), parts.arguments.end());
    call.files = std::move(parts.files);
    call.environment = options.environment;
    call.folder = options.folder;
    call.limits = options.limits;
    return call;
}

std::vector<std::string> configured_streams(const Json& catalog) {
    std::vector<std::string> names;
    const Json* streams = catalog.find("streams");
    if (streams != nullptr && streams->is_array()) {
        for (const Json& configured : streams->as_array()) {
            const Json* name = configured.find_path({"stream", "name"});
            names.emplace_back(name != nullptr && name->is_string() ? name->as_string() : "");
        }
    }
    return names;
}

airbyte::ErrorTrace trace_of_end(const Result<ProgramEnd>& end, const LogTail& tail, const ProgramLimits& limits) {
    airbyte::ErrorTrace trace;
    trace.failure_type = airbyte::name_of(airbyte::FailureType::system_error);
    if (!end) {
        trace.message = end.error().message();
        trace.internal_message = tail.text();
        return trace;
    }
    const std::string log = tail.text();
    trace.message = end->signal != 0 ? "the connector's program was ended by signal " + std::to_string(end->signal)
                                     : "the connector's program ended with " + std::to_string(end->exit_code);
    trace.message += memory_note(log, *end, limits);
    const std::string last = log.substr(log.rfind('\n') + 1);
    if (!last.empty()) {
        trace.message += "; its last words: " + last;
    }
    trace.internal_message = log;
    return trace;
}

Error error_of_end(const Result<ProgramEnd>& end, const LogTail& tail, const ProgramLimits& limits) {
    const airbyte::ErrorTrace trace = trace_of_end(end, tail, limits);
    const ErrorCode code = end ? ErrorCode::unavailable : end.error().code();
    const Error error(code, trace.message);
    return end || end.error().hint().empty() ? error : error.hint(std::string(end.error().hint()));
}

}  // namespace levada::programs
