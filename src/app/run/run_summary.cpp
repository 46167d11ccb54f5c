#include "run/run_summary.h"

#include "levada/observe/progress.h"

namespace levada::app {

namespace {

std::uint64_t dead_letters_of(const schedule::Run& run) {
    std::uint64_t count = 0;
    for (const schedule::StreamReport& stream : run.streams) {
        count += stream.dead_letters;
    }
    return count;
}

}  // namespace

std::string summary_of(const schedule::Run& run) {
    std::uint64_t records = 0;
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;
    for (const schedule::StreamReport& stream : run.streams) {
        records += stream.records;
        pages += stream.pages;
        bytes += stream.bytes;
    }
    return "run " + run.id + " of " + run.pipeline + ": " + std::string(to_string(run.status)) + ", " +
           observe::format_counted(run.streams.size(), "stream") + ", " + observe::format_counted(records, "record") +
           ", " + observe::format_counted(pages, "page") + ", " + observe::format_bytes(bytes);
}

std::string next_step_of(const schedule::Run& run) {
    const std::uint64_t letter_count = dead_letters_of(run);
    std::string letters = letter_count == 0 ? ""
                                            : observe::format_counted(letter_count, "dead letter") +
                                                  ": levada dlq ls --run " + run.id + "\n";
    switch (run.status) {
        case schedule::RunStatus::failed:
        case schedule::RunStatus::partial:
            return letters + "Next: levada runs show " + run.id + "\n      levada runs retry " + run.id + "\n";
        case schedule::RunStatus::cancelled:
            return letters + "Next: levada runs retry " + run.id + "\n";
        default:
            return letters;
    }
}

ExitCode exit_code_of(schedule::RunStatus status) {
    switch (status) {
        case schedule::RunStatus::succeeded:
            return ExitCode::success;
        case schedule::RunStatus::partial:
            return ExitCode::partial;
        case schedule::RunStatus::cancelled:
            return ExitCode::try_again;
        default:
            return ExitCode::handled_failure;
    }
}

}  // namespace levada::app
