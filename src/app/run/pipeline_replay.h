#pragma once

#include "project/project.h"
#include "run/loading.h"
#include "run/preparation.h"
#include "run/replay_clock.h"
#include "run/run_notes.h"
#include "run/services.h"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "levada/collect/raw_runs.h"
#include "levada/collect/replay_http.h"
#include "levada/schedule/scheduler.h"

namespace levada::app {

/// What a replay is told.
struct ReplayOrder {
    std::string run_id;
    std::vector<std::string> streams{};  ///< empty: all that the project chooses
    std::vector<RawRun> runs{};          ///< of the raw zone, the oldest first; at least one
    bool is_part = false;                ///< runs were left out
    bool may_shrink = false;             ///< else a table that would lose rows stays as it is
    const std::atomic<bool>* is_stopping = nullptr;
};

/// Makes a pipeline's tables anew from the raw zone, under the manifest as it is now, without one request to the API:
/// the connector runs again, run by run at the time it ran then, over the recorded responses. Streams that are
/// overwritten take the newest run that is whole, the others all runs in order. The old table is seen until the new one
/// is whole; the state to read on from stays. What was read is loaded beside the reading, as in a run. Not thread-safe.
class PipelineReplay {
public:
    /// Borrows all.
    PipelineReplay(Services& services, const Project& project, const Pipeline& pipeline);
    ~PipelineReplay();
    PipelineReplay(const PipelineReplay&) = delete;
    PipelineReplay& operator=(const PipelineReplay&) = delete;

    /// Errors: those that keep it from beginning: prepare(). What ends one stream stands in its report, and its table
    /// stays as it was.
    Result<schedule::JobResult> execute(const ReplayOrder& order);

private:
    struct Recording;
    struct Stream;
    struct Outcome;

    struct Parts;

    Result<Recording*> recording_of(const RawRun& run);
    Result<Preparation> prepare_from(const ReplayOrder& order);
    Result<std::vector<Stream>> begin(const ReplayOrder& order, const Preparation& preparation);
    Result<std::map<std::string, std::string>> cuts_of(const Stream& stream, const ReplayOrder& order);
    Status look_at_table(Stream& stream, const ReplayOrder& order);
    Loading loading_for(const std::vector<Stream>& streams, const ReplayOrder& order, RunNotes& notes);
    Status begin_attempt(Stream& stream, const std::string& run, const Parts& parts);
    bool was_cut_short(const RawRun& run, const Stream& stream) const;
    Status accumulate(Stream& stream, const RawRun& run, const Parts& parts);
    Status try_whole(Stream& stream, const RawRun& run, const Parts& parts);
    Result<Outcome> read(Stream& stream, const RawRun& run, const Parts& parts, const Json& state);
    Status read_all(std::vector<Stream>& streams, const Parts& parts);
    Result<schedule::StreamReport> finish(Stream& stream, const Parts& parts);

    Services& services_;
    const Project& project_;
    const Pipeline& pipeline_;
    ReplayClock clock_;
    Redaction redaction_;
    std::unique_ptr<Recording> recording_;  // of the run that was looked at last
};

}  // namespace levada::app
