#pragma once

#include "project/project.h"
#include "run/services.h"

#include <atomic>
#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"
#include "levada/schedule/run_store.h"

namespace levada::app {

/// A run that a command wants now.
struct RunOrder {
    const Pipeline& pipeline;
    std::vector<std::string> streams{};  ///< empty: all that the project chooses
    schedule::RunTrigger trigger = schedule::RunTrigger::manual;
    int attempt = 1;
    std::string retry_of{};
    airbyte::ReadWindow window{};  ///< of a backfill
    bool may_shrink = false;
    bool is_raw_lost = false;
};

/// Runs pipelines for a command: with progress on stderr, a summary on stdout, and a record in the run store.
class CommandRuns {
public:
    /// Borrows all.
    CommandRuns(Services& services, const Project& project, const Process& process, const Arguments& arguments)
        : services_(services), project_(project), process_(process), arguments_(arguments) {}

    /// Runs one and prints how it went. Errors: those of PipelineRun::execute(), of the run store.
    Result<schedule::Run> run(const RunOrder& order, const std::atomic<bool>& is_program_ending);

private:
    Services& services_;
    const Project& project_;
    const Process& process_;
    const Arguments& arguments_;
};

}  // namespace levada::app
