#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "levada/base/json.h"
#include "levada/base/result.h"
#include "levada/ports/clock.h"
#include "levada/ports/metadata.h"
#include "levada/schedule/run_journal.h"

namespace levada::schedule {

/// How far a run got. partial: some streams failed, what the others gave is there.
enum class RunStatus : std::uint8_t { running, succeeded, partial, failed, cancelled };
std::string_view to_string(RunStatus status);
std::optional<RunStatus> parse_run_status(std::string_view text);

/// Why a run began.
enum class RunTrigger : std::uint8_t { manual, schedule, retry, replay, backfill };
std::string_view to_string(RunTrigger trigger);

/// What one stream of a run did.
struct StreamReport {
    std::string name;
    RunStatus status = RunStatus::running;
    std::uint64_t records = 0;
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dead_letters = 0;
    std::string error = {};  ///< Empty when there was none; no secrets.
};

/// One run of a pipeline.
struct Run {
    std::string id;  ///< Sorts by time: 20260102T030405.678Z-1a2b3c4d.
    std::string pipeline;
    RunTrigger trigger = RunTrigger::manual;
    RunStatus status = RunStatus::running;
    int attempt = 1;
    std::string retry_of;  ///< The run whose failed streams this one reads again; empty for others.
    std::optional<Instant> scheduled_at;
    Instant started_at{};
    std::optional<Instant> ended_at;
    std::vector<StreamReport> streams;
    std::string error_code;
    std::string error_message;

    /// Why it is not whole: its own error, else the first of its streams, "posts: HTTP 400"; empty when there is none.
    std::string cause() const;
    Json to_json() const;
    /// Errors: corruption.
    static Result<Run> from_json(const Json& document);
};

/// The runs in Metadata, collection "runs". Thread-safe.
class RunStore {
public:
    /// Runs that are kept; finish() removes the oldest above it.
    static constexpr std::size_t kRunsMax = 1'000;

    /// Borrows both; they must outlive this object.
    RunStore(Metadata& metadata, const Clock& clock) : metadata_(metadata), clock_(clock) {}

    struct Start {
        std::string pipeline;
        RunTrigger trigger = RunTrigger::manual;
        int attempt = 1;
        std::string retry_of = {};
        std::optional<Instant> scheduled_at = std::nullopt;
    };
    /// Writes a run that begins now. Errors: unavailable.
    Result<Run> begin(const Start& start);
    /// Writes the run as it stands, while it is running. Errors: unavailable.
    Status update(const Run& run);
    /// Sets ended_at to now and writes the run. Errors: unavailable.
    Status finish(Run run);
    /// Errors: not_found, unavailable, corruption.
    Result<Run> get(const std::string& id);

    /// The run with its streams as its events tell them so far, where it has none of its own: it is running, or it was
    /// cut off. Other runs as they are. Errors: unavailable, corruption.
    Result<Run> so_far(Run run);

    /// What happened in a run, the oldest first. Errors: not_found, unavailable, corruption.
    Result<std::vector<RunEvent>> events(const std::string& id);

    struct Filter {
        std::string pipeline = {};
        std::optional<RunStatus> status = std::nullopt;
        std::string before = {};  ///< Only runs whose id is smaller: the next page.
        std::size_t limit = 100;
    };
    /// The newest first. Errors: unavailable, corruption.
    Result<std::vector<Run>> list(const Filter& filter);
    /// The newest run of a pipeline. Errors: as list().
    Result<std::optional<Run>> last(const std::string& pipeline);
    /// Runs that an earlier process left as running become failed ("interrupted"); gives how many.
    /// For the start of the one process that runs pipelines. Errors: as list().
    Result<std::size_t> close_interrupted();

    /// Asks the process that works on a run, whichever it is, to end it. Errors: not_found, conflict (it has ended),
    /// unavailable, corruption.
    Status request_cancel(const std::string& id);
    /// Whether somebody asked. Errors: unavailable.
    Result<bool> is_cancel_requested(const std::string& id);

private:
    Status prune();

    Metadata& metadata_;
    const Clock& clock_;
};

}  // namespace levada::schedule
