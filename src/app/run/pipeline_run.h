#pragma once

#include "project/project.h"
#include "run/services.h"

#include <atomic>
#include <functional>
#include <string>

#include "levada/observe/progress.h"
#include "levada/schedule/run_store.h"
#include "levada/schedule/scheduler.h"

namespace levada::app {

/// What one run is told.
struct RunRequest {
    std::string run_id;
    std::string only_stream{};  ///< empty: all that the project chooses
    /// Asked often; true ends the run at the next page, with what was read kept.
    const std::atomic<bool>* is_stopping = nullptr;
};

/// One run of a pipeline: API -> raw zone and queue -> lake. Not thread-safe; two runs of one pipeline must not
/// overlap.
class PipelineRun {
public:
    /// Borrows all.
    PipelineRun(Services& services, const Project& project, const Pipeline& pipeline, observe::Progress& progress);

    /// Reads and loads. What could be read is in the tables however it ends.
    /// Errors: what kept the run from beginning (a manifest or project that is wrong) or from writing anything.
    Result<schedule::JobResult> execute(const RunRequest& request);

private:
    Services& services_;
    const Project& project_;
    const Pipeline& pipeline_;
    observe::Progress& progress_;
};

}  // namespace levada::app
