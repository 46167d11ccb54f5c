#include "run/watched_programs.h"

#include "serve/stop_watch.h"

#include "levada/adapters/process_runtime.h"

namespace levada::app {

Result<ProgramEnd> WatchedPrograms::run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) {
    const StopWatch stop;
    return ProcessRuntime(clock_, stop.is_stopping()).run(call, output, deadline);
}

}  // namespace levada::app
