#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/metadata.h"

namespace levada::schedule {

/// What a RunEvent tells.
enum class RunEventKind : std::uint8_t {
    begun,      ///< the run
    stream,     ///< a stream began or ended
    slice,      ///< a checkpoint: everything of the stream before it is durable
    attempt,    ///< a request that failed; whether it is tried again is the connector's matter
    wait,       ///< a pause: the API's, the rate budget's, the circuit breaker's, a backoff
    loaded,     ///< a stream's records are in its table
    cancelled,  ///< somebody wanted the run to end
    ended,      ///< the run
};
std::string_view to_string(RunEventKind kind);

/// One thing that happened in a run.
struct RunEvent {
    Instant at{};
    RunEventKind kind = RunEventKind::begun;
    std::string stream = {};  ///< empty: the whole run
    std::string text = {};    ///< what happened and why, for people; no secrets
    Json facts = {};          ///< numbers and names for programs: an object or null

    Json to_json() const;
    /// Errors: corruption.
    static Result<RunEvent> from_json(const Json& document);
};

/// What happened in one run, in order, in Metadata's collection "run_events". Thread-safe.
class RunJournal {
public:
    /// Events that are kept of a run; later ones are only counted, but for `ended`.
    static constexpr std::int64_t kEventsMax = 5'000;

    /// Borrows both. For a run that begins: numbers start from 0.
    RunJournal(Metadata& metadata, const Clock& clock, std::string run)
        : metadata_(metadata), clock_(clock), run_(std::move(run)) {}

    /// Writes an event that happens now; `event.at` is set here. Errors: unavailable.
    Status add(RunEvent event);
    /// The events of a run, the oldest first. Errors: unavailable, corruption.
    static Result<std::vector<RunEvent>> read(Metadata& metadata, const std::string& run);
    /// Forgets them. Errors: unavailable.
    static Status remove(Metadata& metadata, const std::string& run);

private:
    Metadata& metadata_;
    const Clock& clock_;
    std::string run_;
    std::mutex mutex_;
    std::int64_t count_ = 0;
};

}  // namespace levada::schedule
