#pragma once

#include "project/project.h"
#include "run/run_notes.h"
#include "run/services.h"

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "levada/airbyte/components/read_window.h"
#include "levada/observe/progress.h"
#include "levada/schedule/run_store.h"
#include "levada/schedule/scheduler.h"

namespace levada::app {

/// How long a run that shall end may still wait for an answer, and load.
inline constexpr std::chrono::seconds kStopGrace{10};

/// What one run is told.
struct RunRequest {
    std::string run_id;
    std::vector<std::string> streams{};  ///< empty: all that the project chooses
    /// Asked often; true ends the run at the next page, with what was read kept. A request that is under way then is
    /// given up after kStopGrace, and what is not loaded by then waits in the queue for the next run.
    const std::atomic<bool>* is_stopping = nullptr;
    airbyte::ReadWindow window{};  ///< of a backfill: no state is read or kept
    bool may_shrink = false;       ///< the guard of overwritten tables does not count this time
};

/// One run of a pipeline: API -> raw zone and queue -> lake. What happens stands in its journal. Not thread-safe; two
/// runs of one pipeline must not overlap.
class PipelineRun {
public:
    /// Borrows all.
    PipelineRun(Services& services, const Project& project, const Pipeline& pipeline, observe::Progress& progress);

    /// Reads and loads. What could be read is in the tables however it ends.
    /// Errors: what kept the run from beginning (a manifest or project that is wrong) or from writing anything.
    Result<schedule::JobResult> execute(const RunRequest& request);

private:
    void drop_old_responses(RunNotes& notes);
    Result<schedule::JobResult> read_and_load(const RunRequest& request, RunNotes& notes);

    Services& services_;
    const Project& project_;
    const Pipeline& pipeline_;
    observe::Progress& progress_;
};

}  // namespace levada::app
