#pragma once

#include "cli/command.h"
#include "project/project.h"
#include "run/load_states.h"

#include <memory>
#include <optional>

#include "levada/adapters/duckdb/duckdb_engine.h"
#include "levada/adapters/local_object_store.h"
#include "levada/adapters/local_queue.h"
#include "levada/adapters/project_lock.h"
#include "levada/adapters/sqlite_metadata.h"
#include "levada/adapters/system_clock.h"
#include "levada/collect/circuit_breaker.h"
#include "levada/collect/rate_budget.h"
#include "levada/collect/retry_budget.h"
#include "levada/delivery/retrying_object_store.h"
#include "levada/delivery/retrying_queue.h"
#include "levada/delivery/state_store.h"
#include "levada/observe/log_sinks.h"

namespace levada::app {

/// The log of one command: to stderr as asked on the command line, and as ECS JSON lines to .levada/logs.
class CommandLog {
public:
    /// Hides the project's secrets. Errors: of RotatedFileOutput::open().
    static Result<std::unique_ptr<CommandLog>> open(const Project& project,
                                                    const Process& process,
                                                    const Arguments& arguments,
                                                    const Clock& clock);
    LogSink& sink() { return *tee_; }
    void hide(const std::vector<std::string>& secrets);

private:
    CommandLog() = default;

    std::unique_ptr<observe::LineOutput> terminal_;
    std::unique_ptr<observe::RotatedFileOutput> file_;
    std::unique_ptr<observe::LogWriter> terminal_log_;
    std::unique_ptr<observe::LogWriter> file_log_;
    std::unique_ptr<observe::TeeLog> tee_;
};

/// The embedded adapters of one project, opened for work: one process at a time.
struct Services {
    std::unique_ptr<Clock> clock;
    std::unique_ptr<CommandLog> log;
    std::optional<ProjectLock> lock;
    std::unique_ptr<LocalObjectStore> objects;
    std::unique_ptr<LocalQueue> queue;
    /// The same two for runs: what fails for a passing reason is tried again.
    std::unique_ptr<RetryingObjectStore> run_objects;
    std::unique_ptr<RetryingQueue> run_queue;
    std::unique_ptr<SqliteMetadata> metadata;
    std::unique_ptr<DuckDbEngine> engine;
    std::unique_ptr<StateStore> states;
    /// Shared by all pipelines and streams of the process: an API's limits hold for all of them together.
    RateBudgets budgets;
    CircuitBreakers breakers;
    LoadStates loads;
    RetryBudgets retries;

    /// Takes the project's lock. Errors: conflict (another process works on it), and those of the adapters.
    static Result<std::unique_ptr<Services>> open(const Project& project,
                                                  const Process& process,
                                                  const Arguments& arguments);
};

/// The clock of a command: the system's, or the one of `--clock`. Errors: invalid_config.
Result<std::unique_ptr<Clock>> clock_of(const Arguments& arguments);

}  // namespace levada::app
