#include "async_job_orchestrator.h"

#include <algorithm>

#include "levada/airbyte/components/failure.h"

namespace levada::airbyte {
namespace {

bool is_breaking(const Error& error) {
    return is_traced(error) && failure_type_of(error) == FailureType::config_error;
}

bool is_at_api(JobStatus status) {
    return status == JobStatus::running || status == JobStatus::timed_out;
}

}  // namespace

JobStatus AsyncPartition::status() const {
    const auto any = [this](JobStatus wanted) {
        return std::any_of(jobs.begin(), jobs.end(), [wanted](const auto& job) { return job->status() == wanted; });
    };
    for (const JobStatus status : {JobStatus::failed, JobStatus::timed_out, JobStatus::running, JobStatus::completed}) {
        if (any(status)) {
            return status;
        }
    }
    return JobStatus::skipped;
}

bool AsyncPartition::has_reached_attempts_max() const {
    return std::any_of(attempts.begin(), attempts.end(), [](int count) { return count >= kJobAttemptsMax; });
}

AsyncJobOrchestrator::AsyncJobOrchestrator(OrchestratorParts parts, std::unique_ptr<SliceSequence> slices)
    : parts_(std::move(parts)), slices_(std::move(slices)) {}

AsyncJobOrchestrator::~AsyncJobOrchestrator() {
    for (const AsyncPartition& partition : running_) {
        for (const auto& job : partition.jobs) {
            parts_.tracker->remove(job.get());
        }
    }
}

Result<bool> AsyncJobOrchestrator::has_more_slices() {
    if (!ahead_ && !is_at_end_) {
        Result<std::optional<StreamSlice>> slice = slices_->next();
        // A sequence that failed gives no more slices.
        is_at_end_ = !slice || !*slice;
        LEVADA_TRY(ahead_, std::move(slice));
    }
    return ahead_.has_value();
}

bool AsyncJobOrchestrator::must_wait(AsyncJob& job) const {
    if (!parts_.retry_wait || job.status() != JobStatus::failed || job.is_creation_failure) {
        return false;
    }
    if (!job.retry_at) {
        job.retry_at = parts_.time->waited_until() + *parts_.retry_wait;
        return true;
    }
    return parts_.time->waited_until() < *job.retry_at;
}

Result<void> AsyncJobOrchestrator::replace_failed(AsyncPartition& partition) {
    for (std::size_t i = 0; i < partition.jobs.size(); ++i) {
        AsyncJob& job = *partition.jobs[i];
        const JobStatus status = job.status();
        const bool is_over = status == JobStatus::failed || status == JobStatus::timed_out;
        // A job that timed out while we slept may have had its last attempt: process_partitions() gives it up.
        if (!is_over || partition.attempts[i] >= kJobAttemptsMax || must_wait(job)) {
            continue;
        }
        LEVADA_TRY(std::shared_ptr<AsyncJob> started, start_job(job.slice(), &job));
        partition.jobs[i] = std::move(started);
        ++partition.attempts[i];
    }
    return ok();
}

Result<std::shared_ptr<AsyncJob>> AsyncJobOrchestrator::start_job(const StreamSlice& slice, const AsyncJob* replaced) {
    Result<std::shared_ptr<AsyncJob>> started = parts_.repository->start(slice);
    parts_.tracker->remove(replaced);
    if (started) {
        parts_.tracker->add(started->get());
        return started;
    }
    if (is_breaking(started.error())) {
        return started.error();
    }
    // Told now: whether the job succeeds later is not known yet.
    const Error& error = started.error();
    if (parts_.messages != nullptr) {
        LEVADA_CHECK(parts_.messages->error({.stream = std::string(error.fact("stream_descriptor")),
                                             .failure_type = std::string(name_of(failure_type_of(error))),
                                             .message = error.message(),
                                             .internal_message = error.to_string()}));
    }
    std::shared_ptr<AsyncJob> failed = parts_.repository->failed(slice);
    parts_.tracker->add(failed.get());
    return failed;
}

/// Starts the next slice's job; false when there is no slice.
Result<bool> AsyncJobOrchestrator::start_next() {
    LEVADA_TRY(const bool has_slice, has_more_slices());
    if (!has_slice) {
        return false;
    }
    LEVADA_ASSERT(ahead_.has_value());
    const StreamSlice slice = std::move(*ahead_);
    ahead_.reset();
    LEVADA_TRY(std::shared_ptr<AsyncJob> job, start_job(slice, nullptr));
    running_.push_back({.slice = slice, .jobs = {std::move(job)}, .attempts = {1}});
    return true;
}

Result<void> AsyncJobOrchestrator::start_jobs() {
    for (AsyncPartition& partition : running_) {
        LEVADA_CHECK(replace_failed(partition));
    }
    while (parts_.tracker->reserve()) {
        const Result<bool> has_started = start_next();
        parts_.tracker->release();
        if (!has_started) {
            return has_started.error();
        }
        if (!*has_started) {
            return ok();
        }
    }
    return ok();
}

Result<void> AsyncJobOrchestrator::poll_jobs() {
    for (const AsyncPartition& partition : running_) {
        for (const auto& job : partition.jobs) {
            if (job->status() == JobStatus::running) {
                job->count_poll();
                LEVADA_CHECK(parts_.repository->poll(*job));
            }
        }
    }
    return ok();
}

void AsyncJobOrchestrator::abort(AsyncJob& job) {
    // An abort that fails changes nothing: the job ends at the API by itself.
    const Result<void> aborted = parts_.repository->abort(job);
    static_cast<void>(aborted.has_value());
}

void AsyncJobOrchestrator::abort_all() {
    for (const AsyncPartition& partition : running_) {
        for (const auto& job : partition.jobs) {
            if (is_at_api(job->status())) {
                abort(*job);
            }
            parts_.tracker->remove(job.get());
        }
    }
    running_.clear();
}

void AsyncJobOrchestrator::give_up(AsyncPartition& partition) {
    for (const auto& job : partition.jobs) {
        if (is_at_api(job->status())) {
            abort(*job);
        }
        parts_.tracker->remove(job.get());
    }
    errors_.push_back(traced_error(FailureType::system_error, "Async job failed after exhausting all retry attempts."));
}

void AsyncJobOrchestrator::process_partitions() {
    std::vector<AsyncPartition> still_running;
    for (AsyncPartition& partition : running_) {
        const JobStatus status = partition.status();
        if (status == JobStatus::running) {
            still_running.push_back(std::move(partition));
        } else if (status == JobStatus::completed || status == JobStatus::skipped) {
            for (const auto& job : partition.jobs) {
                parts_.tracker->remove(job.get());
            }
            if (status == JobStatus::completed) {
                complete_.push_back(std::move(partition));
            }
        } else if (partition.has_reached_attempts_max()) {
            give_up(partition);
        } else {
            for (const auto& job : partition.jobs) {
                if (job->status() == JobStatus::timed_out) {
                    abort(*job);
                }
            }
            // What failed is started again before anything new.
            still_running.insert(still_running.begin(), std::move(partition));
        }
    }
    running_ = std::move(still_running);
}

/// One turn of the loop; false when nothing is left to do.
Result<bool> AsyncJobOrchestrator::round() {
    LEVADA_CHECK(start_jobs());
    LEVADA_TRY(const bool has_slice, has_more_slices());
    if (!has_slice && running_.empty()) {
        return false;
    }
    LEVADA_CHECK(poll_jobs());
    process_partitions();
    return true;
}

Error AsyncJobOrchestrator::final_error() const {
    Error error =
        traced_error(FailureType::system_error, "One or more async jobs failed after exhausting all retry attempts.");
    std::string causes;
    for (const Error& each : errors_) {
        causes += causes.empty() ? "" : "\n";
        causes += each.message();
    }
    return error.with("causes", causes);
}

Result<std::optional<AsyncPartition>> AsyncJobOrchestrator::next() {
    /// Errors that do not stop the loop are kept for the end; more of them than this end it.
    constexpr std::size_t kErrorsMax = 10'000;
    while (complete_.empty()) {
        if (must_pause_) {
            parts_.time->wait(kJobPollPause);
        }
        must_pause_ = true;
        const Result<bool> has_more = round();
        if (has_more) {
            if (!*has_more) {
                return errors_.empty() ? Result<std::optional<AsyncPartition>>(std::nullopt) : final_error();
            }
            continue;
        }
        if (is_breaking(has_more.error()) || errors_.size() >= kErrorsMax) {
            abort_all();
            return has_more.error();
        }
        errors_.push_back(has_more.error());
    }
    AsyncPartition partition = std::move(complete_.front());
    complete_.pop_front();
    return std::optional(std::move(partition));
}

}  // namespace levada::airbyte
