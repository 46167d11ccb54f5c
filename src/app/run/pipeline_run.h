#pragma once

#include "project/project.h"
#include "run/run_notes.h"
#include "run/run_request.h"
#include "run/services.h"

#include "levada/observe/progress.h"
#include "levada/schedule/run_store.h"
#include "levada/schedule/scheduler.h"

namespace levada::app {

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
    void note_cut_off_backfills(RunNotes& notes);
    void drop_old_responses(RunNotes& notes);
    void drop_settled_letters(RunNotes& notes);
    Result<schedule::JobResult> read_and_load(const RunRequest& request, RunNotes& notes);

    Services& services_;
    const Project& project_;
    const Pipeline& pipeline_;
    observe::Progress& progress_;
};

}  // namespace levada::app
