#pragma once

#include "levada/ports/clock.h"
#include "levada/ports/python_runtime.h"

namespace levada::app {

/// Runs programs for commands that have no other use for SIGINT and SIGTERM: while one runs, these signals end it, and
/// run() with `cancelled`. Not thread-safe.
class WatchedPrograms final : public PythonRuntime {
public:
    /// Borrows `clock`.
    explicit WatchedPrograms(const Clock& clock) : clock_(clock) {}

    Result<ProgramEnd> run(const ProgramCall& call, ProgramOutput& output, Deadline deadline) override;

private:
    const Clock& clock_;
};

}  // namespace levada::app
