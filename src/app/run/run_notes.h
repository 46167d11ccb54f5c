#pragma once

#include "run/services.h"

#include <atomic>
#include <string>

#include "levada/schedule/run_journal.h"

namespace levada::app {

/// Where one run says what happens in it: events in its journal, and log entries that name the run. A journal that
/// cannot be written stops nothing; the log says so once. Thread-safe.
class RunNotes {
public:
    /// Borrows `services`.
    RunNotes(Services& services, const std::string& pipeline, const std::string& run);

    void add(schedule::RunEvent event);
    /// Entries carry levada.pipeline and levada.run.
    LogSink& log() { return log_; }

private:
    observe::ContextLog log_;
    schedule::RunJournal journal_;
    std::atomic<bool> has_failed_ = false;
};

}  // namespace levada::app
