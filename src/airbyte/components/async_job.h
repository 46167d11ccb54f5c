#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "levada/airbyte/components/response.h"
#include "levada/airbyte/components/slicer.h"
#include "levada/ports/clock.h"

namespace levada::airbyte {

/// Source: async_job/status.py.
enum class JobStatus : std::uint8_t { running, completed, failed, timed_out, skipped };

/// Time as those see it who wait for jobs.
class WaitedTime {
public:
    explicit WaitedTime(Clock& clock) : clock_(clock), begin_(clock.now()) {}
    void wait(std::chrono::nanoseconds duration) {
        clock_.sleep_for(duration);
        waited_ += duration;
    }
    Instant now() const { return clock_.now(); }
    /// The clock's time, or as much of it as was waited when the clock stands still.
    Instant waited_until() const { return std::max(clock_.now(), begin_ + waited_); }

private:
    Clock& clock_;
    Instant begin_;
    std::chrono::nanoseconds waited_{0};
};

/// One job at the API: created, polled until it ends, then downloaded. Source: async_job/job.py.
class AsyncJob {
public:
    AsyncJob(StreamSlice slice, std::chrono::nanoseconds timeout, const WaitedTime& time);

    const StreamSlice& slice() const { return slice_; }
    /// A job that runs longer than its timeout, or is asked for more than kJobPollsMax times, counts as timed out.
    JobStatus status() const;
    void set_status(JobStatus status);
    void count_poll() { ++polls_; }

    /// The answers of creation and last poll; the poll's is kept when the job is complete.
    std::optional<Response> creation;
    std::optional<Response> polling;
    /// True when the API never had this job.
    bool is_creation_failure = false;
    /// When a failed job may be created again; nothing: it was not put off.
    std::optional<Instant> retry_at;

private:
    StreamSlice slice_;
    std::chrono::nanoseconds timeout_;
    const WaitedTime& time_;
    JobStatus status_ = JobStatus::running;
    Instant started_;
    std::optional<Instant> ended_;
    std::int64_t polls_ = 0;
};

/// How many jobs may be at the API at once, for all streams of a source. Thread-safe.
/// Source: async_job/job_tracker.py.
class JobTracker {
public:
    void set_limit(std::int64_t limit);
    /// Takes room for a job that is about to be made; false when there is none. Each true is followed by release().
    bool reserve();
    void release();
    void add(const AsyncJob* job);
    void remove(const AsyncJob* job);

private:
    std::mutex mutex_;  // for all below
    std::int64_t limit_ = 1;
    std::int64_t reserved_ = 0;
    std::set<const AsyncJob*> held_;
};

/// Source: AsyncJob's default timeout, _WAIT_TIME_BETWEEN_STATUS_UPDATE_IN_SECONDS, _DEFAULT_MAX_JOB_RETRY.
inline constexpr std::chrono::minutes kJobTimeoutDefault{60};
inline constexpr std::chrono::seconds kJobPollPause{5};
inline constexpr int kJobAttemptsMax = 3;
/// Polls of one job; more than its time allows, so it ends jobs only where the clock stands still.
inline constexpr std::int64_t kJobPollsMax = 10'000;

}  // namespace levada::airbyte
