#pragma once

#include "async_job.h"
#include "async_job_repository.h"

#include <deque>
#include <memory>
#include <vector>

#include "levada/airbyte/components/build_context.h"

namespace levada::airbyte {

/// The jobs of one slice; one now, as many as replacements need. Source: job_orchestrator.py, AsyncPartition.
struct AsyncPartition {
    StreamSlice slice;
    std::vector<std::shared_ptr<AsyncJob>> jobs;
    std::vector<int> attempts;

    JobStatus status() const;
    bool has_reached_attempts_max() const;
};

/// What the orchestrator works with, besides its slices. Borrows `time` and `tracker`.
struct OrchestratorParts {
    std::shared_ptr<AsyncJobRepository> repository;
    JobTracker* tracker = nullptr;
    WaitedTime* time = nullptr;
    /// Where failed creations are told at once; null: nowhere.
    MessageSink* messages = nullptr;
    /// How long to wait before a failed job is created again.
    std::optional<std::chrono::seconds> retry_wait{};
};

/// Starts jobs for slices, polls them, starts failed ones again and gives the partitions that are complete.
/// Not thread-safe. Source: async_job/job_orchestrator.py, AsyncJobOrchestrator.
class AsyncJobOrchestrator {
public:
    AsyncJobOrchestrator(OrchestratorParts parts, std::unique_ptr<SliceSequence> slices);
    AsyncJobOrchestrator(const AsyncJobOrchestrator&) = delete;
    AsyncJobOrchestrator& operator=(const AsyncJobOrchestrator&) = delete;
    ~AsyncJobOrchestrator();

    /// The next complete partition, or nothing at the end. Errors: config_error traced at once; system_error traced at
    /// the end when some jobs failed for good.
    Result<std::optional<AsyncPartition>> next();

private:
    Result<bool> has_more_slices();
    Result<bool> start_next();
    Result<void> start_jobs();
    Result<void> replace_failed(AsyncPartition& partition);
    bool must_wait(AsyncJob& job) const;
    Result<std::shared_ptr<AsyncJob>> start_job(const StreamSlice& slice, const AsyncJob* replaced);
    Result<void> poll_jobs();
    void process_partitions();
    void give_up(AsyncPartition& partition);
    void abort_all();
    void abort(AsyncJob& job);
    Result<bool> round();
    Error final_error() const;

    OrchestratorParts parts_;
    std::unique_ptr<SliceSequence> slices_;
    std::optional<StreamSlice> ahead_;
    bool is_at_end_ = false;
    std::vector<AsyncPartition> running_;
    std::deque<AsyncPartition> complete_;
    std::vector<Error> errors_;
    bool must_pause_ = false;
};

}  // namespace levada::airbyte
