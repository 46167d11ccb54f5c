#include "run/run_notes.h"

namespace levada::app {

RunNotes::RunNotes(Services& services, const std::string& pipeline, const std::string& run)
    : log_(services.log->sink(), {{"levada.pipeline", pipeline}, {"levada.run", run}}),
      journal_(*services.metadata, *services.clock, run) {}

void RunNotes::add(schedule::RunEvent event) {
    const Status added = journal_.add(std::move(event));
    if (!added && !has_failed_.exchange(true)) {
        const std::vector<LogField> fields = observe::error_fields(added.error());
        log_.write_entry(LogLevel::warning, "the run's events cannot be kept", fields);
    }
}

}  // namespace levada::app
